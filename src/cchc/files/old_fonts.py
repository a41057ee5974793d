"""Vietnamese letters of the fonts of the 1990s: TCVN3 (fonts ".VnTime", ".VnArial"), VNI (fonts "VNI-Times").

Such a font draws Vietnamese letters in the places of Latin-1: a program that does not know the font holds "Niªm yÕt".
The tables are those of the public code pages: TCVN 5712:1993 (VN3), and VNI for Windows, where a mark follows its
letter.
"""

from __future__ import annotations

import re
from enum import StrEnum

from cchc.core.words.letters import composed_text


class OldEncoding(StrEnum):
    """A table by which fonts of the 1990s draw Vietnamese letters."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_AFTER = {
    **dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True)),
    **dict(
        zip(
            "êèéúüë",
            ("\u0306" + tone for tone in ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")),
            strict=True,
        )
    ),
    **dict(
        zip(
            "âàáåãä",
            ("\u0302" + tone for tone in ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")),
            strict=True,
        )
    ),
}
_ALONE = dict(zip("ìíæóòôöîñ", "ìíỉĩịơưỵđ", strict=True))
_VNI_LETTER = re.compile(
    "(?P<letter>[aeouyôöAEOUYÔÖ])(?P<mark>[øùûõïêèéúüëâàáåãäØÙÛÕÏÊÈÉÚÜËÂÀÁÅÃÄ])|(?P<alone>[ìíæóòôöîñÌÍÆÓÒÔÖÎÑ])"
)
# signs of Latin-1 that no Vietnamese text in Unicode holds, and both tables use
_SIGN = re.compile("[¡-¬®¯µ-¾ÄÅÆÇËÎÏÑÖ×ØÛÜÞßäåæçëîïñöøûüþ]")
_UNICODE = re.compile("[\u0102-\u01b0\u1ea0-\u1ef9]")


def has_old_letters(text: str) -> bool:
    """Return whether a text holds signs that stand for letters in such fonts, and none that only Unicode has.

    >>> has_old_letters("Niªm yÕt"), has_old_letters("Niêm yết"), has_old_letters("ông à")
    (True, False, False)
    """
    return bool(_SIGN.search(text)) and not _UNICODE.search(text)


def has_unicode_letters(text: str) -> bool:
    """Return whether a text holds Vietnamese letters that only Unicode has.

    >>> has_unicode_letters("Sở"), has_unicode_letters("Së")
    (True, False)
    """
    return bool(_UNICODE.search(text))


def decoded(text: str, encoding: OldEncoding, *, capitals: bool = False) -> str:
    """Return a text with its letters in Unicode; `capitals` for fonts that draw small letters as capitals.

    >>> decoded("Niªm yÕt", OldEncoding.TCVN3), decoded("Nieâm yeát", OldEncoding.VNI)
    ('Niêm yết', 'Niêm yết')
    >>> decoded("céng hßa", OldEncoding.TCVN3, capitals=True)
    'CỘNG HÒA'
    """
    if encoding is OldEncoding.TCVN3:
        plain = "".join(_TCVN3.get(letter, letter) for letter in text)
    else:
        plain = _VNI_LETTER.sub(_vni_letter, text)
    return plain.upper() if capitals else plain


def _vni_letter(found: re.Match[str]) -> str:
    if alone := found["alone"]:
        small = _ALONE[alone.lower()]
        return small.upper() if alone.isupper() else small
    letter = found["letter"]
    base = _ALONE.get(letter.lower(), letter.lower())
    whole = composed_text(base + _AFTER[found["mark"].lower()])
    return whole.upper() if letter.isupper() else whole


def decoded_letter(sign: str, encoding: OldEncoding, *, capitals: bool = False) -> str:
    """Return what one sign of a text says by itself: a letter, or the marks for the letter before it, as VNI sets them.

    >>> decoded_letter("ª", OldEncoding.TCVN3), decoded_letter("ª", OldEncoding.TCVN3, capitals=True)
    ('ê', 'Ê')
    >>> composed_text("a" + decoded_letter("á", OldEncoding.VNI))
    'ấ'
    """
    if encoding is OldEncoding.TCVN3:
        plain = _TCVN3.get(sign, sign)
    elif small := _ALONE.get(sign.lower()):
        plain = small.upper() if sign.isupper() else small
    else:
        plain = _AFTER.get(sign.lower(), sign)
    return plain.upper() if capitals else plain


# "ABCDEF+.VnTimeH,Bold", ".VnArialH-BoldItalic": the part of a font that a PDF holds, and its style
_PART, _STYLE = (
    re.compile(r"[A-Z]{6}\+"),
    re.compile(r"[,-]?(?:Bold|Italic|Oblique|Regular|MT)+$", re.IGNORECASE),
)


def encoding_of_font(name: str) -> tuple[OldEncoding, bool] | None:
    """Return the table of a font by its name, and whether it draws capitals; None for a font of Unicode.

    >>> encoding_of_font(".VnTimeH"), encoding_of_font("VNI-Times"), encoding_of_font("Times New Roman")
    ((<OldEncoding.TCVN3: 'TCVN3'>, True), (<OldEncoding.VNI: 'VNI'>, False), None)
    >>> encoding_of_font("ABCDEF+.VnTimeH,Bold"), encoding_of_font("VNI-HelveH")
    ((<OldEncoding.TCVN3: 'TCVN3'>, True), (<OldEncoding.VNI: 'VNI'>, True))
    """
    plain = _STYLE.sub("", _PART.sub("", name.strip(), count=1))
    if plain.casefold().startswith(".vn"):
        return OldEncoding.TCVN3, plain.endswith(("H", "h"))
    if plain.casefold().startswith(("vni-", "vni ")):
        return OldEncoding.VNI, plain.endswith("H")
    return None
