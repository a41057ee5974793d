"""Is a text Vietnamese? Every Vietnamese word is one or more syllables of known shape, each written apart.

Text taken from a PDF whose letters are out of order, or from a font of the 1990s, breaks these shapes. Such
text is refused rather than handed on.

>>> share("Các sở, ban, ngành; Ủy ban nhân dân cấp huyện") == 1, share("Cc s, ban, ngnh áở à; y ban Ủ") < 0.6
(True, True)
"""

from __future__ import annotations

import re

from cchc.core.words.letters import composed_text
from cchc.core.words.remembering import remember

# fewer words, such as a head alone, are too few to be judged
LEAST_WORDS = 20
# "Uû ban nh©n d©n tØnh" of an old font and "y ban nhn dn tnh" without its letters stay far below, foreign names above
LEAST_SHARE = 0.8

_ONSETS = (
    "ngh(?=[eêi])|ng(?![eêi])|nh|gh(?=[eêi])|gi|kh|ph|qu|th|tr|ch|c(?![eêiy])|g(?![eê])|[bdđhklmnprstvx]"
)
_RHYMES = (
    "a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong "
    "oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ "
    "uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt uyu ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương "
    "ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ynh yt"
)
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(f"(?:{_ONSETS})?(?:{'|'.join(sorted(_RHYMES.split(), key=len, reverse=True))})")
_STOPPED = ("c", "ch", "p", "t")
# under twelve months of a plan there are more crosses than words
_CROSSES = frozenset("xv")
_TONES_OF_STOPPED = frozenset("\u0301\u0323")


def share(text: str) -> float:
    """Return the share (0 to 1) of the words of `text` that are Vietnamese syllables; abbreviations do not count."""
    words = _words(text)
    return sum(map(is_syllable, words)) / len(words) if words else 1.0


def is_broken(text: str) -> bool:
    """Whether `text` has enough words to judge, and too few of them are Vietnamese."""
    return len(_words(text)) >= LEAST_WORDS and share(text) < LEAST_SHARE


def _words(text: str) -> list[str]:
    words = _WORD.findall(composed_text(text))
    return [word for word in words if word not in _CROSSES and not _is_abbreviation(word)]


@remember(most=16384)
def is_syllable(word: str) -> bool:
    """Whether `word` has the shape of one Vietnamese syllable: at most one tone, sharp or heavy before a stop."""
    spread = composed_text(word.casefold(), "NFD")
    tones = [mark for mark in spread if mark in _TONES]
    plain = composed_text("".join(mark for mark in spread if mark not in _TONES))
    if len(tones) > 1 or (plain.endswith(_STOPPED) and not _TONES_OF_STOPPED.intersection(tones)):
        return False
    return _SYLLABLE.fullmatch(plain) is not None


def _is_abbreviation(word: str) -> bool:
    """Whether `word` is capitals that are no syllable: CCHC, UBND, VBQPPL, QĐ."""
    return word.isupper() and len(word) <= 12 and not is_syllable(word)
