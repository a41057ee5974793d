"""What the tests of documents ask of a file: its paragraphs, or the reason for which it is refused."""

from __future__ import annotations

import pytest

from cchc.core.words.messages import Faults, say
from cchc.files.documents import read_document

TEXT = "Ủy ban nhân dân tỉnh ban hành Kế hoạch cải cách hành chính nhà nước năm 2026"


def why(content: bytes, name: str) -> str:
    """The reason for which a file is refused."""
    with pytest.raises(Faults) as refusal:
        read_document(content, name)
    (fault,) = refusal.value.faults
    return say(fault.why)


def texts(content: bytes, name: str = "a.docx") -> list[str]:
    """The texts of the paragraphs."""
    return [one.text for one in read_document(content, name).paragraphs]
