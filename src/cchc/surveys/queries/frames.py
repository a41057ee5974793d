"""Frames as the core reads them: compared with what there is, and rebuilt from their rows for a draw."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from django.utils import timezone

from cchc.core.papers.answers import NAMES_WITHOUT_MARKS
from cchc.core.papers.matching import match
from cchc.core.surveys.sampling.design import RatedUnits, SurveyDesign
from cchc.core.surveys.sampling.frame import SamplingFrame, frame_report
from cchc.core.surveys.sampling.lists import fitting_design
from cchc.core.words.messages import Fault, Message, data_of
from cchc.surveys.models import FrameRow, SampleFrame, Survey
from cchc.units.models import Unit
from cchc.units.queries.directory import directory

MOST_NOTICES = 200


@dataclass(slots=True)
class ComparedFrame:
    """A frame that was read: its rows as plain JSON with their hash, what is new, changed and gone against the frame of
    the same name, what should be looked at, what is wrong."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    sha256: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    notices: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: str = ""


def design_for(survey: Survey, design: SurveyDesign) -> SurveyDesign:
    """The design with the number of units that the survey really rates."""
    count = survey.rated.count()
    return replace(design, total=None, quotas=(), rated=RatedUnits(design.rated.word, {"": count}))


def compared_frame(survey: Survey, design: SurveyDesign, frame: SamplingFrame, name: str) -> ComparedFrame:
    """What a frame would bring to a survey under this name; its units are those that the survey rates."""
    found = ComparedFrame()
    report = frame_report(frame, fitting_design(design_for(survey, design), frame))
    found.faults += report.faults
    found.notices = [
        {"row": one.place.row, "what": data_of(one.what)} for one in report.notices[:MOST_NOTICES]
    ]
    units = _units(survey, frame, found.faults)
    if found.faults:
        return found
    headings = {**frame.headings}
    for at in range(len(frame)):
        size = frame.of("size")[at]
        found.rows.append(
            {
                "key": frame.of("key")[at],
                "unit": units.get(frame.of("unit")[at]),
                "stratum": frame.of("stratum")[at],
                "size": int(size) if size.isdecimal() else None,
                "columns": {
                    "fields": {one: texts[at] for one, texts in frame.fields.items() if texts[at]},
                    "headings": {one: texts[at] for one, texts in headings.items() if texts[at]},
                },
            }
        )
    found.rows.sort(key=lambda one: str(one["key"]))
    told = json.dumps(found.rows, ensure_ascii=False, sort_keys=True)
    found.sha256 = sha256(told.encode()).hexdigest()
    before = survey.frames.filter(name=name).first()
    found.seen = before.sha256 if before else ""
    found.counts = _counts(before, found.rows)
    return found


def _counts(before: SampleFrame | None, rows: list[dict[str, Any]]) -> dict[str, int]:
    there = dict(before.rows.values_list("key", "columns")) if before else {}
    keys = {one["key"] for one in rows}
    return {
        "rows": len(rows),
        "new": len(keys - there.keys()),
        "changed": sum(one["key"] in there and there[one["key"]] != one["columns"] for one in rows),
        "gone": len(there.keys() - keys),
    }


def _units(survey: Survey, frame: SamplingFrame, faults: list[Fault]) -> dict[str, int]:
    """The rated unit of each name in the frame; a name that means none is a fault at its first row."""
    first: dict[str, int] = {}
    for at, text in enumerate(frame.of("unit")):
        if text:
            first.setdefault(text, at)
    known, within = directory(), {str(pk) for pk in survey.rated.values_list("unit_id", flat=True)}
    today = timezone.localdate()
    found: dict[str, int] = {}
    for text, at in first.items():
        unit = match(text, known, today, within=within).unasked(NAMES_WITHOUT_MARKS)
        if unit in within:
            found[text] = int(unit or 0)
        else:
            faults.append(Fault(frame.place(at), text, RATED, NOT_RATED))
    return found


def sampling_frame(frame: SampleFrame) -> SamplingFrame:
    """The frame as the core draws from it, with the names of its units as they are known here."""
    rows = list(frame.rows.select_related("unit").order_by("key"))
    fields: dict[str, list[str]] = defaultdict(list)
    headings: dict[str, list[str]] = defaultdict(list)
    names = {name for one in rows for name in one.columns.get("fields", {})} | {"key", "unit"}
    titles = {name for one in rows for name in one.columns.get("headings", {})}
    for one in rows:
        for name in names:
            fields[name].append(_field(one, name))
        for title in titles:
            headings[title].append(one.columns.get("headings", {}).get(title, ""))
    return SamplingFrame(frame.name, range(1, len(rows) + 1), fields, headings)


def _field(row: FrameRow, name: str) -> str:
    if name == "key":
        return row.key
    if name == "unit":
        return row.unit.name if row.unit else ""
    text: str = row.columns.get("fields", {}).get(name, "")
    return text


def rated_names(survey: Survey) -> list[str]:
    """The names of the rated units."""
    return list(Unit.objects.filter(pk__in=survey.rated.values("unit")).values_list("name", flat=True))


RATED = Message("one of the units that the survey rates")
NOT_RATED = Message("No unit that the survey rates is called so: write its name as in the list.")
