"""Who signs an official paper and in which name, and who receives it, in the words of Decree 30/2020 (appendix I)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

RECIPIENTS = "Nơi nhận:"


class SignedAs(Enum):
    """In which name somebody signs: the own one; for the head (KT.), by order (TL.), by authority (TUQ.), as acting
    head (Q.)."""

    HEAD = ""
    DEPUTY = "KT."
    BY_ORDER = "TL."
    BY_AUTHORITY = "TUQ."
    ACTING = "Q."


def signing_position(head: str, *, signed: SignedAs = SignedAs.HEAD, signer: str = "", body: str = "") -> str:
    """Return the lines above a signature.

    `head` is the position of the head of the office, `signer` that of whoever signs for them, `body` the collective in
    whose name both sign ("Ủy ban nhân dân"): who signs by order or by authority signs in the name of the head alone.

    >>> signing_position("Chủ tịch", body="Ủy ban nhân dân")
    'TM. Ủy ban nhân dân\\nChủ tịch'
    >>> signing_position("Chủ tịch", signed=SignedAs.DEPUTY, signer="Phó Chủ tịch", body="Ủy ban nhân dân")
    'TM. Ủy ban nhân dân\\nKT. Chủ tịch\\nPhó Chủ tịch'
    >>> signing_position("Chủ tịch", signed=SignedAs.BY_ORDER, signer="Giám đốc Sở Nội vụ", body="Ủy ban nhân dân")
    'TL. Chủ tịch\\nGiám đốc Sở Nội vụ'
    >>> signing_position("Giám đốc", signed=SignedAs.ACTING)
    'Q. Giám đốc'
    """
    in_own_name = signed in (SignedAs.BY_ORDER, SignedAs.BY_AUTHORITY)
    lines = [f"TM. {body}"] if body and not in_own_name else []
    lines.append(f"{signed.value} {head}".strip())
    if signer and signed not in (SignedAs.HEAD, SignedAs.ACTING):
        lines.append(signer)
    return "\n".join(lines)


def recipient_lines(receivers: Sequence[str], kept_by: str = "VT") -> tuple[str, ...]:
    """Return the block of who receives a paper: each on a line that ends with a semicolon, the last is who keeps it.

    >>> recipient_lines(["Bộ Nội vụ", "Các sở, ban, ngành;"], "VT, NC")
    ('Nơi nhận:', '- Bộ Nội vụ;', '- Các sở, ban, ngành;', '- Lưu: VT, NC.')
    """
    named = [one.strip().lstrip("-–").strip().rstrip(";.") for one in receivers]
    return (RECIPIENTS, *(f"- {one};" for one in named if one), f"- Lưu: {kept_by}.")


COMMITTEE = "Ủy ban nhân dân"
_HEADS = (
    ("sở", "Giám đốc", "Phó Giám đốc"),
    ("trung tâm", "Giám đốc", "Phó Giám đốc"),
    ("văn phòng", "Chánh Văn phòng", "Phó Chánh Văn phòng"),
    ("thanh tra", "Chánh Thanh tra", "Phó Chánh Thanh tra"),
    ("ban", "Trưởng ban", "Phó Trưởng ban"),
    ("phòng", "Trưởng phòng", "Phó Trưởng phòng"),
    (COMMITTEE.lower(), "Chủ tịch", "Phó Chủ tịch"),
)


def heads_of(office: str) -> tuple[str, str]:
    """Return the positions of the head of an office and of a deputy, by its name.

    >>> heads_of("Sở Nội vụ"), heads_of("Ủy ban nhân dân xã An Phú"), heads_of("Báo và Đài tỉnh")
    (('Giám đốc', 'Phó Giám đốc'), ('Chủ tịch', 'Phó Chủ tịch'), ('Thủ trưởng', 'Phó Thủ trưởng'))
    """
    name = office.casefold()
    found = ((head, deputy) for begins, head, deputy in _HEADS if name.startswith(f"{begins} "))
    return next(found, ("Thủ trưởng", "Phó Thủ trưởng"))
