"""The structured part of a periodic report as JSON, for the systems of the ministry and of the province."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from cchc.core.plans.reports.drawn import DrawnReport, UnitPart
from cchc.core.plans.reports.frame import FrameAnnex, ReportFrame, ReportRow
from cchc.core.words.numbers import plain

FORMAT = "cchc-periodic-report/1"


def report_json(frame: ReportFrame, report: DrawnReport, seal: str) -> str:
    """Return a report as JSON: its head, every row with its figures, every unit. Figures are plain decimals in the unit
    of the row (95.2 for 95.2 %), null where there is none. `seal` is the hash of what was frozen; empty: provisional.
    """
    head = report.head
    figures = {one.code: one for one in report.figures}
    names = {one.unit: one.name for one in report.parts}

    def row_data(annex: FrameAnnex, row: ReportRow) -> dict[str, Any]:
        one = figures[row.code]
        return {
            "annex": annex.number,
            "code": row.code,
            "number": row.number,
            "wording": row.wording,
            "unit": row.unit,
            "covers": row.covers.value,
            "value": _figure(row, one.value),
            "previous": _figure(row, one.previous),
            "last_year": _figure(row, one.last_year),
            "missing": [names[unit] for unit in one.missing],
        }

    data = {
        "format": FORMAT,
        "provisional": not seal,
        "sha256": seal,
        "frame": {"code": head.frame_key, "version": head.frame_number, "name": head.frame_name},
        "issuer": head.unit,
        "kind": head.kind.value,
        "year": head.year,
        "data_from": head.data_from.isoformat(),
        "data_to": head.data_to.isoformat(),
        "rows": [row_data(annex, row) for annex in frame.annexes for row in annex.rows],
        "units": [_unit(frame, one) for one in report.parts],
        "texts": dict(report.texts),
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _unit(frame: ReportFrame, part: UnitPart) -> dict[str, Any]:
    values: Mapping[str, Fraction | None] = part.values if part.has_come else {}
    return {
        "name": part.name,
        "state": part.state.value,
        "sent_on": part.sent_on.isoformat() if part.sent_on else None,
        "late": part.late,
        "carried_in": part.carried_in or None,
        "values": {row.code: _figure(row, values.get(row.code)) for row in frame.rows},
    }


def _figure(row: ReportRow, value: Fraction | None) -> str | None:
    if value is None:
        return None
    return plain(value * 100 if row.is_percent else value)
