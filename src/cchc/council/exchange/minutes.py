"""The minutes of a session of the council as a Word file, in the form of Decree 30/2020: who was there, the quorum and
the base of the majority, each item with both sides, the votes, the decision and its reason.

It prints what the kept minutes hold and nothing else: the same minutes give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from cchc.access.practising import MARK
from cchc.core.words.messages import Message
from cchc.core.words.names import name_inside_a_sentence
from cchc.core.words.numbers import number_in_full
from cchc.documents.exchange.paper import (
    Align,
    ColumnNumbers,
    Header,
    Signature,
    WordColumn,
    WordLine,
    WordPart,
    WordTable,
)
from cchc.documents.exchange.word import paper_bytes

Say = Callable[[Message], str]
DRAFT = Message("DRAFT")
ROLES = {"chair": Message("Chair"), "member": Message("Member"), "secretary": Message("Secretary")}
KINDS = {
    "rank": Message("can change a rank or a class"),
    "together": Message("can change a rank or a class together with other criteria of the unit"),
    "disputed": Message("explained by the unit and still lower"),
    "appeal": Message("appeal about what does not apply"),
    "added": Message("added by a member"),
}
VERDICTS = {
    "claim": Message("what the unit claims stands"),
    "appraisal": Message("the appraisal stands"),
    "other": Message("other points or figures"),
    "not_applicable": Message("the criterion does not apply to the unit"),
}
CHOICES = {
    "yes": Message("for"),
    "no": Message("against"),
    "abstained": Message("abstained"),
    "absent": Message("absent"),
}
PUT, REASON, VOTES = Message("Put to the vote"), Message("Reason"), Message("Votes")
BASES = {"present": Message("of the members who are there"), "members": Message("of all members")}


@dataclass(frozen=True, slots=True)
class MinutesFrame:
    """What surrounds the minutes: until when the session sat (empty: it still does), the hash by which they are kept,
    how many items were left out for this reader, and whether the session is practice."""

    begins: str
    ends: str
    sha256: str = ""
    left_out: int = 0
    practice: bool = False


def minutes_word(content: Mapping[str, Any], frame: MinutesFrame, say: Say) -> bytes:
    """Return the minutes of a session as the bytes of a .docx file; those of one that is not closed as a draft."""
    members = content["members"]
    chair = next((one["name"] for one in members if one["role"] == "chair"), "")
    secretary = next((one["name"] for one in members if one["role"] == "secretary"), "")
    on = date.fromisoformat(content["on"])
    return paper_bytes(
        above=[*([say(MARK)] if frame.practice else []), *([] if frame.sha256 else [say(DRAFT)])],
        header=Header(
            say(
                Message(
                    "People's Committee of {province}", province=name_inside_a_sentence(content["province"])
                )
            ),
            say(Message("Council for the appraisal of the PAR index")),
            say(Message("No.:       /BB-HĐTĐ")),
            "",
        ),
        titles=(
            say(Message("Minutes")),
            say(
                Message(
                    "Session {number} of the council for the PAR index of {year}",
                    number=str(content["number"]),
                    year=str(content["year"]),
                )
            ),
        ),
        body=list(_body(content, frame, on, say)),
        signatures=(
            Signature(say(ROLES["secretary"]), say(Message("(Signature, full name)")), secretary),
            Signature(say(ROLES["chair"]), say(Message("(Signature, full name)")), chair),
        ),
    )


def _body(content: Mapping[str, Any], frame: MinutesFrame, on: date, say: Say) -> Iterator[WordPart]:
    begun = Message("Began: {time}, {day}.", time=frame.begins or "…", day=f"{on:%d/%m/%Y}")
    yield WordLine(say(begun))
    yield WordLine(say(Message("Place: {place}.", place=content["place"])))
    yield WordLine(say(Message("I. Who was there")), bold=True)
    yield _people(content["members"], say)
    voters = [one for one in content["members"] if one["role"] != "secretary"]
    there = sum(one["present"] for one in voters)
    yield WordLine(
        say(
            Message(
                "{present} of {members} members with a vote were there.",
                present=str(there),
                members=str(len(voters)),
            )
        )
    )
    near = [one for one in voters if one["near"]]
    yield WordLine(say(Message("II. Who stands near to a unit and has no vote on it")), bold=True)
    for one in near:
        yield WordLine(f"- {one['name']} ({one['unit']}): {', '.join(one['near'])}.")
    if not near:
        yield WordLine(say(Message("Nobody.")))
    if content["substitutes"]:
        yield WordLine(say(Message("Appraised instead of persons who stand near to the unit:")))
    for one in content["substitutes"]:
        words = Message(
            "- {person} instead of {instead}: {units}.",
            person=one["person"], instead=one["instead"], units=", ".join(one["units"]),
        )  # fmt: skip
        yield WordLine(say(words))
    yield WordLine(say(Message("III. What was decided")), bold=True)
    for place, item in enumerate(content["items"], start=1):
        yield from _item(place, item, say)
    if not content["items"]:
        yield WordLine(say(Message("Nothing was on the agenda.")))
    for one in content["dropped"]:
        words = Message(
            "Taken off the agenda: {unit}, {leaf}: {reason}",
            unit=one["unit"], leaf=one["leaf"], reason=one["reason"],
        )  # fmt: skip
        yield WordLine(say(words))
    if frame.left_out:
        words = Message(
            "Not printed here: {count} items of units that stand near to whoever printed these minutes.",
            count=str(frame.left_out),
        )
        yield WordLine(say(words), italic=True)
    if frame.ends:
        yield WordLine(say(Message("The session ended at {time}.", time=frame.ends)))
    if frame.sha256:
        yield WordLine(say(Message("Kept on the platform, hash {sha256}.", sha256=frame.sha256)), italic=True)


def _people(members: Sequence[Mapping[str, Any]], say: Say) -> WordTable:
    columns = (
        WordColumn(say(Message("Serial No.")), 0.9, Align.CENTRE),
        WordColumn(say(Message("Full name")), 3),
        WordColumn(say(Message("Unit")), 3.4),
        WordColumn(say(Message("In the session")), 1.6),
        WordColumn(say(Message("There")), 1.5, Align.CENTRE),
    )
    rows = [
        (
            str(place),
            one["name"],
            one["unit"],
            say(ROLES[one["role"]]),
            say(Message("present") if one["present"] else Message("absent")),
        )
        for place, one in enumerate(members, start=1)
    ]
    return WordTable(columns, rows, numbers=ColumnNumbers.NONE)


def _item(place: int, item: Mapping[str, Any], say: Say) -> Iterator[WordPart]:
    yield WordLine(f"{place}. {item['unit']} – {item['leaf']} {item['name']}", bold=True)
    kinds = "; ".join(say(KINDS[one]) for one in item["kinds"])
    if item["reason"]:
        kinds = (
            f"{kinds} ({item['added_by']}: {item['reason']})"
            if item["added_by"]
            else f"{kinds} ({item['reason']})"
        )
    yield WordLine(say(Message("On the agenda because: {why}.", why=kinds)))
    claims = Message("The unit claims")
    gives = Message("The appraisal gives")
    for words, side in ((claims, item["claim"]), (gives, item["appraisal"])):
        yield WordLine(f"- {say(words)}: {_side(side, item['maximum'], say)}")
    for one in item["decisions"]:
        yield from _decision(one, item["maximum"], say)
    if not any(one["state"] in ("carried", "lost") for one in item["decisions"]):
        yield WordLine(say(Message("Not decided in this session.")), italic=True)


def _side(side: Mapping[str, Any], maximum: str, say: Say) -> str:
    told = _what(side, maximum, say)
    return f"{told}. {side['reason']}" if side["reason"] else f"{told}."


def _what(side: Mapping[str, Any], maximum: str, say: Say) -> str:
    """Points of the maximum, and the figures from which they follow."""
    said = "; ".join(f"{label}: {words or '–'}" for label, words in side["said"].items())
    if side["points"]:
        points = Message(
            "{points}/{maximum} points",
            points=number_in_full(Fraction(side["points"])),
            maximum=number_in_full(Fraction(maximum)),
        )
        return f"{say(points)} ({said})" if said else say(points)
    return said or say(Message("nothing"))


def _decision(one: Mapping[str, Any], maximum: str, say: Say) -> Iterator[WordPart]:
    if one["state"] not in ("carried", "lost"):
        return
    what = say(VERDICTS[one["verdict"]])
    if one["points"] or one["said"]:
        what = f"{what}: {_what(one, maximum, say)}"
    yield WordLine(f"- {say(PUT)}: {what}.")
    yield WordLine(f"- {say(REASON)}: {one['reason']}")
    yield WordLine(f"- {say(VOTES)}: {'; '.join(_voted(vote, say) for vote in one['votes'])}.")
    counted = Message(
        "For {yes}, against {no}, abstained {abstained}, absent {absent} of {members} members; quorum {quorum}, "
        "majority {base}.",
        yes=str(one["yes"]), no=str(one["no"]), abstained=str(one["abstained"]), absent=str(one["absent"]),
        members=str(one["members"]), quorum=one["quorum"], base=BASES[one["base"]],
    )  # fmt: skip
    yield WordLine(f"- {say(counted)}")
    outcome = Message("Decided: carried.") if one["state"] == "carried" else Message("Decided: not carried.")
    yield WordLine(say(outcome), bold=True)
    if one["state"] == "carried" and one["effect"]:
        yield WordLine(say(_effect(one["effect"])))


def _voted(vote: Mapping[str, Any], say: Say) -> str:
    words = Message("no vote, stands near to the unit") if vote["apart"] else CHOICES[vote["choice"]]
    return f"{vote['name']}: {say(words)}"


def _effect(effect: Mapping[str, Any]) -> Message:
    before, after = effect["before"], effect["after"]
    return Message(
        "Points of the criterion {a} → {b}; index {c} → {d}; rank {e} → {f}; class {g} → {h}.",
        a=_number(before["points"]), b=_number(after["points"]), c=_number(before["index"]),
        d=_number(after["index"]), e=_or_dash(before["rank"]), f=_or_dash(after["rank"]),
        g=_or_dash(before["grade"]), h=_or_dash(after["grade"]),
    )  # fmt: skip


def _number(text: str) -> str:
    return number_in_full(Fraction(text)) if text else "–"


def _or_dash(value: object) -> str:
    return str(value) if value else "–"
