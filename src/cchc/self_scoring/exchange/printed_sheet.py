"""A submission in official form, as a Word file: landscape, with the head of Decree 30, the table, who signs.

It prints what the submission holds and nothing else: the same submission gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from cchc.access.practising import MARK
from cchc.core.words.messages import Message
from cchc.core.words.numbers import number_in_full, rounded_number
from cchc.documents.exchange.decree30 import place_and_date
from cchc.documents.exchange.paper import Align, Header, Signature, WordColumn, WordTable
from cchc.documents.exchange.word import annex_bytes

Say = Callable[[Message], str]
MOST_DECIMALS = 4  # of points on paper; the submission keeps them exact


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who hands a sheet in, as the head of a document names it: the body above (may be empty), the unit itself, the
    place before the date (may be empty), and who signs (empty where the unit handed nothing in)."""

    superior: str
    name: str
    place: str
    signer: str


def printed_sheet(
    content: Mapping[str, Any],
    *,
    number: int,
    sha256: str,
    on: date,
    issuer: Issuer,
    taken_in: bool,
    signed: str,
    say: Say,
    practice: bool = False,
) -> bytes:
    """Return a submission, its `content` and `number` as they are kept, as the bytes of a .docx file.

    `on` is the day on which it was handed in, `signed` the SHA-256 of the signed copy that was attached (empty without
    one), `practice` whether it counts for nothing. Points have at most four decimals.
    """
    year = str(content["year"])
    lines = [_line(node, content["leaves"], say) for node in content["nodes"]]
    strong = {at for at, node in enumerate(content["nodes"]) if node["number"] not in content["leaves"]}
    sums = content["sums"]
    notes = [
        Message(
            "Total: {points} of {maximum} points; not scored yet: {pending}.",
            points=_number(sums["points"]), maximum=_number(sums["maximum"]), pending=_number(sums["pending"]),
        ),
        Message(
            "Submission {number} of {day}, hash {sha256}.",
            number=number, day=f"{on:%d/%m/%Y}", sha256=sha256[:16],
        ),
    ]  # fmt: skip
    if signed:
        notes.append(Message("A signed copy was handed in with it, hash {sha256}.", sha256=signed[:16]))
    if taken_in:
        notes.append(Message("Not handed in by the unit: taken in as it stood at the lock."))
    return annex_bytes(
        above=[say(MARK)] if practice else [],
        header=Header(issuer.superior, issuer.name, "", place_and_date(issuer.place, on)),
        titles=(
            say(Message("Self-scoring sheet")),
            say(Message("of the PAR index, {year}", year=year)),
            content["group"],
        ),
        table=WordTable(_columns(say), lines, frozenset(strong)),
        notes=[say(note) for note in notes],
        landscape=True,
        signatures=(
            Signature(say(Message("Drawn up by")), say(Message("(Signature, full name)"))),
            Signature(
                say(Message("Head of the unit")), say(Message("(Signature, full name, seal)")), issuer.signer
            ),
        ),
    )


def _columns(say: Say) -> Sequence[WordColumn]:
    return (
        WordColumn(say(Message("Serial No.")), 1.15, Align.CENTRE),
        WordColumn(say(Message("Criterion")), 4.2),
        WordColumn(say(Message("Maximum")), 1.2, Align.RIGHT),
        WordColumn(say(Message("Declared figures")), 4.4),
        WordColumn(say(Message("Evidence")), 3.6),
        WordColumn(say(Message("Self-scored points")), 1.35, Align.RIGHT),
        WordColumn(say(Message("Appraised points")), 1.35, Align.RIGHT),
        WordColumn(say(Message("Remarks")), 2.2),
    )


def _line(node: Mapping[str, Any], leaves: Mapping[str, Any], say: Say) -> tuple[str, ...]:
    leaf = leaves.get(node["number"])
    if leaf is None:
        return (
            node["number"],
            node["name"],
            _number(node["maximum"]),
            "",
            "",
            _number(node["points"]),
            "",
            "",
        )
    if "figures" not in leaf:
        return (node["number"], leaf["name"], _number(leaf["maximum"]), "", "", "–", "", say(_why_not(leaf)))
    figures = "\n".join(f"{label}: {said or '–'}" for label, said in leaf["labels"].values())
    return (
        node["number"],
        leaf["name"],
        _number(leaf["maximum"]),
        figures,
        "\n".join(map(_document, leaf["evidence"])),
        _number(leaf["points"]) if leaf["points"] else "–",
        "",
        "\n".join(say(one) for one in _remarks(leaf)),
    )


def _why_not(leaf: Mapping[str, Any]) -> Message:
    if leaf["kind"] == "survey":
        return Message("Survey")
    return Message("Not applicable: {why}", why=leaf.get("why_not", ""))


def _remarks(leaf: Mapping[str, Any]) -> list[Message]:
    found = []
    if leaf["reason"]:
        found.append(Message("{text}", text=leaf["reason"]))
    if leaf["provisional"]:
        found.append(Message("Provisional: {reason}", reason=leaf["provisional"]))
    if leaf["without"] == "not_applicable":
        found.append(Message("Nothing to score by the rule"))
    if leaf["late"]:
        found.append(Message("Arrived in the minutes of grace after the lock"))
    if leaf["note"]:
        found.append(Message("{text}", text=leaf["note"]))
    return found


def _document(link: Mapping[str, Any]) -> str:
    day = f"ngày {date.fromisoformat(link['date']):%d/%m/%Y}" if link["date"] else ""
    head = " ".join(part for part in (link["kind"], link["number"], day) if part)
    place = place_words(len(link.get("files", ())), link.get("part"), link["page"])
    said = (head or link["title"], link["issuer"], *place, link["passage"])
    return ", ".join(part for part in said if part)


def place_words(files: int, part: int | None, page: int | None) -> list[str]:
    """Return where to look in a document that has `files` files.

    >>> place_words(3, 2, 7), place_words(3, None, None), place_words(1, None, 7)
    (['tệp 2/3', 'trang 7'], ['gồm 3 tệp'], ['trang 7'])
    """
    of_files = [f"tệp {part}/{files}"] if part else [f"gồm {files} tệp"] if files > 1 else []
    return [*of_files, *([f"trang {page}"] if page else [])]


def _number(text: str) -> str:
    return number_in_full(rounded_number(Fraction(text), MOST_DECIMALS))
