"""A periodic report drawn together: what each unit reported, what it comes to, and who is missing; as values, and as
the one canonical text by whose hash a report is frozen.

`Fraction` values stand in the text as "3" or "39/51": exact, and the same for the same value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Any

from cchc.core.plans.reports.figures import whole_values
from cchc.core.plans.reports.frame import ReportFrame
from cchc.core.plans.reports.periods import ReportKind
from cchc.core.plans.reports.sending import PartState
from cchc.core.words.messages import Message, message_of

Values = Mapping[str, Fraction | None]


@dataclass(frozen=True, slots=True)
class PartOrigin:
    """Where the figure of a source row comes from: the source as it is written, what it proposed (plain notation), the
    day for which that holds, its meaning as data of a message, the rows behind in words, and why the unit reports
    another figure (may be empty)."""

    source: str
    proposed: str
    day: str
    words: Mapping[str, Any]
    behind: tuple[str, ...] = ()
    why: str = ""

    @property
    def message(self) -> Message:
        """From where it comes, in words."""
        return message_of(self.words)


@dataclass(frozen=True, slots=True)
class UnitPart:
    """The part of a unit: the unit by id and name, how it stands, which sending it is, the day that counts, whether
    that was late, in which report it is carried (empty: in none), the id of the last sending, its figures by code, from
    where, its texts by section, and what it reported in the report before and in the same one of last year."""

    unit: int
    name: str
    state: PartState
    number: int = 0
    sent_on: date | None = None
    late: bool = False
    carried_in: str = ""
    sending: int = 0
    values: Values = field(default_factory=dict)
    origins: Mapping[str, PartOrigin] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    previous: Values = field(default_factory=dict)
    last_year: Values = field(default_factory=dict)

    @property
    def has_come(self) -> bool:
        """Whether its figures are counted: it was sent, and not returned since."""
        return self.state in (PartState.SENT, PartState.CARRIED) and bool(self.number)


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What a report is: its frame by key, number and name, who draws it together, its period and its days, and the
    province of its paper (may be empty)."""

    frame_key: str
    frame_number: int
    frame_name: str
    unit: str
    kind: ReportKind
    year: int
    data_from: date
    data_to: date
    due: date
    cut_off: date
    province: str = ""


@dataclass(frozen=True, slots=True)
class WholeFigure:
    """A figure of the whole, beside that of the period before and of the same period of last year; `missing` are the
    ids of the units that have none for it."""

    code: str
    value: Fraction | None
    missing: tuple[int, ...] = ()
    previous: Fraction | None = None
    last_year: Fraction | None = None


@dataclass(frozen=True, slots=True)
class DrawnReport:
    """A report drawn together: its head, its figures in the order of the frame, the parts in the order of the units,
    and the text of each section as who draws together wrote it."""

    head: ReportHead
    figures: tuple[WholeFigure, ...]
    parts: tuple[UnitPart, ...]
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Fraction | None]:
        """The figures of the whole by code."""
        return {one.code: one.value for one in self.figures}

    @property
    def not_come(self) -> tuple[UnitPart, ...]:
        """The parts that were not sent, or were returned and not sent again."""
        return tuple(one for one in self.parts if not one.has_come)

    def part_of(self, units: Iterable[int]) -> UnitPart | None:
        """Return the part of a unit, known by the ids that it has had; None where it has none here."""
        wanted = set(units)
        return next((one for one in self.parts if one.unit in wanted), None)


def draw_together(
    head: ReportHead,
    frame: ReportFrame,
    parts: Sequence[UnitPart],
    *,
    previous: DrawnReport | None = None,
    last_year: DrawnReport | None = None,
    texts: Mapping[str, str] | None = None,
) -> DrawnReport:
    """Return the whole of these parts. What has not come counts as missing, never as 0; a part that is carried inside
    another report counts once, with the figures that it has here."""
    before = previous.values if previous else {}
    year_ago = last_year.values if last_year else {}
    in_order_of_sending = sorted(parts, key=lambda one: (one.has_come, one.sending))
    given = {str(one.unit): one.values if one.has_come else {} for one in in_order_of_sending}
    whole = whole_values(frame, given, previous=before, last_year=year_ago)
    places = {one.unit: at for at, one in enumerate(parts)}
    figures = tuple(
        WholeFigure(
            row.code,
            whole[row.code].value,
            tuple(sorted(map(int, whole[row.code].missing), key=places.__getitem__)),
            before.get(row.code),
            year_ago.get(row.code),
        )
        for row in frame.rows
    )
    return DrawnReport(head, figures, tuple(parts), dict(texts or {}))


def comparable_report(report: DrawnReport, its_frame: ReportFrame, frame: ReportFrame) -> DrawnReport:
    """Return an earlier report with those of its figures alone that mean the same in `frame`: counted in the same unit
    of measure and for the same time. A figure in percent says nothing beside one in dossiers."""
    same = means_the_same(its_frame, frame)
    return replace(
        report,
        figures=tuple(one for one in report.figures if one.code in same),
        parts=tuple(
            replace(one, values={code: value for code, value in one.values.items() if code in same})
            for one in report.parts
        ),
    )


def means_the_same(before: ReportFrame, frame: ReportFrame) -> set[str]:
    """Return the codes whose figures in the frame `before` mean the same in `frame`: the same unit of measure, the same
    time."""
    return {
        code
        for code, row in before.by_code.items()
        if code in frame.by_code and (row.unit, row.covers) == (frame.row(code).unit, frame.row(code).covers)
    }


# --- as text ------------------------------------------------------------------------------------------------


def report_text(report: DrawnReport) -> str:
    """Return a report as canonical JSON: the same text for the same report."""
    data = {
        "head": _plain(asdict(report.head)),
        "figures": [_plain(asdict(one)) for one in report.figures],
        "parts": [_part_data(one) for one in report.parts],
        "texts": dict(report.texts),
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of_report(text: str) -> str:
    """Return the SHA-256 of the canonical text of a report.

    >>> hash_of_report("")[:8]
    'e3b0c442'
    """
    return sha256(text.encode()).hexdigest()


def read_report(text: str) -> DrawnReport:
    """Return the report that `report_text` wrote."""
    data = json.loads(text)
    head = data["head"]
    days = {name: date.fromisoformat(head[name]) for name in ("data_from", "data_to", "due", "cut_off")}
    return DrawnReport(
        ReportHead(**{**head, **days, "kind": ReportKind(head["kind"])}),
        tuple(_figure_of(one) for one in data["figures"]),
        tuple(_part_of(one) for one in data["parts"]),
        data["texts"],
    )


def values_data(values: Values) -> dict[str, str | None]:
    """Return exact values as plain JSON.

    >>> values_data({"a": Fraction(39, 51), "b": Fraction(3), "c": None})
    {'a': '13/17', 'b': '3', 'c': None}
    """
    return {code: None if value is None else str(value) for code, value in values.items()}


def values_of(data: Mapping[str, str | None]) -> dict[str, Fraction | None]:
    """Return the exact values that `values_data` wrote."""
    return {code: None if value is None else Fraction(value) for code, value in data.items()}


def origins_data(origins: Mapping[str, PartOrigin]) -> dict[str, Any]:
    """Return origins as plain JSON, by code."""
    return {code: {**asdict(one), "behind": list(one.behind)} for code, one in origins.items()}


def origins_of(data: Mapping[str, Any]) -> dict[str, PartOrigin]:
    """Return the origins that `origins_data` wrote."""
    return {code: PartOrigin(**{**one, "behind": tuple(one["behind"])}) for code, one in data.items()}


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat()
        if isinstance(value, date)
        else str(value)
        if isinstance(value, Fraction)
        else value
        for name, value in data.items()
    }


def _part_data(part: UnitPart) -> dict[str, Any]:
    return {
        "unit": part.unit,
        "name": part.name,
        "state": part.state.value,
        "number": part.number,
        "sent_on": part.sent_on.isoformat() if part.sent_on else None,
        "late": part.late,
        "carried_in": part.carried_in,
        "sending": part.sending,
        "values": values_data(part.values),
        "origins": origins_data(part.origins),
        "texts": dict(part.texts),
        "previous": values_data(part.previous),
        "last_year": values_data(part.last_year),
    }


def _part_of(data: dict[str, Any]) -> UnitPart:
    return UnitPart(
        **{
            **data,
            "state": PartState(data["state"]),
            "sent_on": date.fromisoformat(data["sent_on"]) if data["sent_on"] else None,
            "values": values_of(data["values"]),
            "previous": values_of(data.get("previous", {})),
            "last_year": values_of(data.get("last_year", {})),
            "origins": origins_of(data["origins"]),
        }
    )


def _figure_of(data: dict[str, Any]) -> WholeFigure:
    numbers = values_of({name: data[name] for name in ("value", "previous", "last_year")})
    return WholeFigure(code=data["code"], missing=tuple(data["missing"]), **numbers)
