"""Forms as nobody means them: drawn from one that is filled in rightly, field by field, with values at the edges of
what such a field holds and far beyond."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st

from cchc.ui import once
from tests.acts import Data, Upload

TEXTS = [
    *(
        "",
        " ",
        "\x00",
        "a\x00b",
        "\t\n\r",
        "\x1b[0m",
        "\ufeff",
        "\u202e",
        "\u200b",
        "\U0010ffff",
        "👩‍👩‍👧",
        "é" * 250,
    ),
    *(
        "a" * 51,
        "a" * 201,
        "a" * 251,
        "a" * 501,
        "a" * 20_000,
        "e\u0302\u0301" * 250,
        "\n1" * 500,
        "%00",
        "\\000",
    ),
    *(
        "<script>alert(1)</script>",
        "' or 1=1 --",
        "=1+1",
        "{{ 7 }}{% now %}",
        "%s%d%(name)s%",
        "{0}{name}",
        "\\",
        '"',
    ),
    *(
        "../../etc/passwd",
        "\r\nSet-Cookie: a=b",
        "null",
        "[]",
        "{}",
        "true",
        "undefined",
        "-",
        ".",
        ",",
        ";",
        "|",
        "/",
    ),
]
NUMBERS = [
    *(
        "0",
        "-1",
        "1",
        "2",
        "255",
        "32768",
        str(2**31),
        str(2**63 - 1),
        str(2**63),
        "9" * 19,
        "9" * 400,
        "9" * 5000,
    ),
    *(
        "1.5",
        "1,5",
        "1.234",
        "1e309",
        "1e-309",
        "NaN",
        "Infinity",
        "-0",
        "+1",
        "0x10",
        "1_000",
        " 5 ",
        "٣",
        "²",
        "½",
    ),
    *("1:1", ":", "1:" + "9" * 30, "9" * 30 + ":1.2", "1/3", "1/0"),
]
DAYS = [
    *(
        "31/12/9999",
        "01/01/0001",
        "31/12/1899",
        "01/01/1900",
        "31/12/2100",
        "01/01/2101",
        "29/02/2027",
        "29/02/2028",
    ),
    *(
        "00/00/0000",
        "32/13/2026",
        "1/1/26",
        "2026-02-30",
        "2026-12-31T00:00",
        "15/06/2026 12:00",
        "٠١/٠١/٢٠٢٦",
    ),
    *("15-06-2026", "15/06", "06/2026", "15/06/-2026", "15/06/20266"),
]
BYTES = [b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\x80", b"\x80" * 40, "Sở Nội vụ".encode("utf-16")]
FILE_NAMES = [
    *(
        "",
        ".",
        "..",
        "a",
        "../../x.toml",
        "con.toml",
        "x.exe",
        "x.docx",
        "x.pdf",
        "x.csv",
        "x.txt",
        "x.xlsx",
        "x.toml",
    ),
    *("a" * 300 + ".csv", "điểm\u202excslx.xlsx", "a\x00b.csv", "tên.TOML", "x.csv.xlsx"),
]
CONTENTS = [
    *(
        b"",
        b"\x00" * 50,
        b"PK\x03\x04",
        b"PK\x05\x06" + b"\x00" * 18,
        b"%PDF-1.7\n%%EOF",
        b"\xd0\xcf\x11\xe0",
        b"a,b\n1,2\n",
    ),
    *(
        b"a = 1",
        b"[set]\nid = 1",
        b"a." * 50 + b"a = 1",
        b"\xff\xfea\x00",
        b"\n" * 500,
        b";" * 500,
        b"x\t" * 500,
    ),
]


def texts() -> st.SearchStrategy[Any]:
    """A text that may break whoever reads it; sometimes bytes that are no text at all."""
    return st.one_of(
        st.sampled_from(TEXTS),
        st.sampled_from([*NUMBERS, *DAYS]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
        st.sampled_from(BYTES),
    )


def files() -> st.SearchStrategy[Upload]:
    """A small file that is not what it should be."""
    return st.builds(Upload, st.sampled_from(FILE_NAMES), st.sampled_from(CONTENTS))


def values_like(right: Any) -> st.SearchStrategy[Any]:
    """What may stand in a field in place of what is `right` there."""
    if isinstance(right, Upload):
        same = st.builds(Upload, st.sampled_from(FILE_NAMES), st.just(right.content))
        return st.one_of(
            files(), same, st.builds(Upload, st.just(right.name), st.sampled_from(CONTENTS)), texts()
        )
    if isinstance(right, list):
        one = st.one_of(st.sampled_from(right), texts()) if right else texts()
        return st.lists(one, max_size=3)
    text = str(right)
    if "/" in text and text[:1].isdigit():
        return st.one_of(st.sampled_from(DAYS), texts())
    if text.isdigit():
        return st.one_of(st.sampled_from(NUMBERS), texts())
    return st.one_of(texts(), st.just(text * 40), st.just(text.upper()))


@st.composite
def forms_like(draw: st.DrawFn, right: Data) -> Data:
    """A form that resembles `right`: some fields as they are, others hostile, missing, repeated, or unknown."""
    form: Data = {}
    for name, value in right.items():
        match draw(st.sampled_from(["right", "right", "hostile", "hostile", "missing", "repeated"])):
            case "right":
                form[name] = value
            case "hostile":
                form[name] = draw(values_like(value))
            case "repeated":
                form[name] = [value, draw(values_like(value))]
    unknown = st.dictionaries(
        st.sampled_from(["x", "id", "csrfmiddlewaretoken", "page", once.FIELD]), texts(), max_size=1
    )
    return {**form, **draw(unknown)}


@st.composite
def queries_like(draw: st.DrawFn) -> str:
    """The end of an address: nothing, mostly; else filters that mean nothing."""
    names = [
        "page",
        "q",
        "on",
        "until",
        "since",
        "kind",
        "room",
        "set",
        "domain",
        "group",
        "khoi",
        "xem",
        "linh_vuc",
    ]
    names += [
        "phan",
        "sau",
        "nam",
        "don_vi",
        "loai",
        "vai_tro",
        "han",
        "thu_tu",
        "cua_toi",
        "leaf",
        "f-done",
        "f-year",
    ]
    names += ["role", "closed", "ended", "parent", "next", "dong"]
    asked = draw(st.dictionaries(st.sampled_from(names), texts(), max_size=3))
    return "&".join(f"{name}={_quoted(value)}" for name, value in asked.items())


def _quoted(value: Any) -> str:
    return quote(value[:2000])


class _File(io.BytesIO):
    """A file to be sent under whatever name."""

    def __init__(self, upload: Upload) -> None:
        super().__init__(upload.content)
        self.name = upload.name


def posted(form: Data) -> Data:
    """The form as the test client sends it."""
    return {name: _sendable(value) for name, value in form.items()}


def _sendable(value: Any) -> Any:
    if isinstance(value, Upload):
        return _File(value)
    if isinstance(value, list):
        return [_sendable(one) for one in value]
    return [value] if isinstance(value, bytes) else value
