"""A drawn sample as a file: an Excel workbook, a CSV table or JSON, with all that is needed to draw it again.

Of the frame's columns all go along: whoever visits needs name and address. What looks like a formula stays a text.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from hashlib import sha256
from io import StringIO
from typing import Any

from cchc.core.surveys.sampling.channels import channels_of
from cchc.core.surveys.sampling.design import SurveyDesign
from cchc.core.surveys.sampling.frame import SamplingFrame
from cchc.core.surveys.sampling.quotas import TargetCell
from cchc.core.surveys.sampling.samples import BETWEEN, REPLACED_WEIGHT, DrawnCase, DrawnSample
from cchc.core.words.messages import Message
from cchc.core.words.names import spelling_key
from cchc.core.words.numbers import plain
from cchc.files.sheets import Sheet, SheetColumn
from cchc.files.workbooks import workbook_bytes

PLACES = ("Tầng", "Đơn vị sơ cấp", "Đơn vị thứ cấp", "Đơn vị cấp ba")
CHANNEL = "Hình thức"
FIRST = ("Số phiếu", "Đối tượng trả lời", "Đơn vị được đánh giá")
LAST = ("Xác suất", "Trọng số", *PLACES, "Dự phòng thứ", "Thay cho", "Lý do thay")
_RUN = ("=", "+", "-", "@", "\t", "\r")


class SampleTable:
    """The rows of a sample with their headings: number, group, rated unit, the units of the stages, key, the other
    columns of the frame, probability as a fraction, weight as an exact decimal, the place that an estimate needs, and
    what the case stands for."""

    def __init__(
        self,
        design: SurveyDesign,
        frame: SamplingFrame,
        sample: DrawnSample,
        cells: Iterable[TargetCell] = (),
        areas: Sequence[SamplingFrame] = (),
    ) -> None:
        self.design = design
        self.areas = areas
        channels = channels_of(design, sample.drawn, cells)
        self.channel = {
            (case.group, case.unit, case.key): channel
            for case, channel in zip(sample.drawn, channels, strict=True)
        }
        self.channel_heading = (CHANNEL,) if any(channels) else ()
        self.frame = frame
        self.sample = sample
        stages = [stage.unit for group in design.groups for stage in group.stages if stage.unit]
        self.stages = tuple(dict.fromkeys(stages))
        taken = {spelling_key(one) for one in (*FIRST, CHANNEL, *LAST, *self.stages, "Mã")}
        self.others = tuple(heading for heading in frame.headings if spelling_key(heading) not in taken)
        depth = max((len(case.place) for case in sample.cases), default=1)
        self.places = PLACES[:depth]

    def channel_of(self, case: DrawnCase) -> str:
        """Return the channel by which a case is asked, "" for the reserve: it gets that of whom it replaces."""
        return "" if case.reserve else self.channel[case.group, case.unit, case.key]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings, in Vietnamese: the file goes to who visits."""
        first = (*FIRST, *self.channel_heading, *self.stages, "Mã")
        return (*first, *self.others, "Xác suất", "Trọng số", *self.places, *LAST[-3:])

    def rows(self, *, reserve: bool) -> Iterator[list[str]]:
        """Yield the drawn cases, or those of the reserve, as texts."""
        cases = [case for case in self.sample.cases if bool(case.reserve) is reserve]
        for number, case in enumerate(cases, start=1):
            yield self.row(f"{'D' if reserve else ''}{number}", case)

    def row(self, number: str, case: DrawnCase) -> list[str]:
        """Return a case as texts."""
        group = self.design.group(case.group)
        of_stage = dict(zip((stage.unit for stage in group.stages), case.path, strict=False))
        place = (*case.place, *("" for _ in self.places))[: len(self.places)]
        return [
            number, group.name, case.unit, *([self.channel_of(case)] if self.channel_heading else []),
            *(of_stage.get(stage, "") for stage in self.stages), case.key,
            *(self.frame.headings[heading][case.at] for heading in self.others),
            str(case.probability), case.weight, *place, str(case.reserve or ""), case.replaces, case.reason,
        ]  # fmt: skip


def sample_workbook(table: SampleTable, seed: str, say: Callable[[Message], str]) -> bytes:
    """Return the sample as the bytes of an .xlsx file: cases, reserve, units by stage, sizes of the population, and how
    it was drawn."""
    columns = [
        SheetColumn(heading, width=max(12, min(len(heading) + 4, 40)), text=True)
        for heading in table.headings
    ]
    sheets = [Sheet("Mẫu", columns, list(table.rows(reserve=False)), frozen_columns=1)]
    spare = list(table.rows(reserve=True))
    if spare:
        sheets.append(Sheet("Dự phòng", columns, spare, frozen_columns=1))
    if table.sample.units:
        sheets.append(_units_sheet(table))
    if table.sample.populations:
        sheets.append(_populations_sheet(table))
    facts = [SheetColumn("Nội dung", 28, text=True), SheetColumn("Giá trị", 90, text=True)]
    return workbook_bytes([*sheets, Sheet("Cách rút mẫu", facts, draw_facts(table, seed, say))])


def sample_csv(table: SampleTable) -> bytes:
    """Return the sample, drawn cases and then the reserve, as a CSV file that an office's Excel opens; of a draw of
    areas alone the areas."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    if not table.sample.cases:
        writer.writerow(UNIT_HEADINGS)
        writer.writerows([unrun(cell) for cell in row] for row in _unit_rows(table))
        return text.getvalue().encode("utf-8-sig")
    writer.writerow([unrun(heading) for heading in table.headings])
    for reserve in (False, True):
        writer.writerows([unrun(cell) for cell in row] for row in table.rows(reserve=reserve))
    return text.getvalue().encode("utf-8-sig")


def unrun(text: str) -> str:
    """Return a text as a cell of a CSV file that no spreadsheet runs: with an apostrophe if it begins like a formula.

    >>> unrun("=1+1"), unrun("Xã A"), unrun("-3")
    ("'=1+1", 'Xã A', "'-3")
    """
    return f"'{text}" if text.startswith(_RUN) else text


def sample_data(table: SampleTable, seed: str) -> dict[str, Any]:
    """Return the sample as plain JSON: probabilities as fractions, weights as exact decimals, both as texts; the
    columns of the frame stay in the frame."""
    return {
        "design": table.design.code,
        "seed": seed,
        "areas": [_told(one) for one in table.areas],
        "frame": _told(table.frame),
        "cases": [
            {
                "group": case.group,
                "unit": case.unit,
                "key": case.key,
                "channel": table.channel_of(case),
                "path": list(case.path),
                "probability": str(case.probability),
                "weight": case.weight,
                "place": list(case.place),
                "reserve": case.reserve,
                "replaces": case.replaces,
                "reason": case.reason,
            }
            for case in table.sample.cases
        ],
        "units": [
            {
                "group": unit.group,
                "stage": unit.stage,
                "path": list(unit.path),
                "stratum": unit.stratum,
                "probability": str(unit.probability),
                "certain": unit.is_certain,
                "reserve": unit.reserve,
                "replaces": unit.replaces,
                "reason": unit.reason,
            }
            for unit in table.sample.units
        ],
        "population": [
            {"place": list(one.place), "size": plain(one.size)} for one in table.sample.populations
        ],
    }


def _told(frame: SamplingFrame) -> dict[str, Any]:
    return {"file": frame.file, "rows": len(frame), "sha256": frame_hash(frame)}


def frame_hash(frame: SamplingFrame) -> str:
    """Return the SHA-256 of the keys of a frame in the order of their code points, one a line: the same for the same
    rows in any order."""
    return sha256("\n".join(sorted(frame.of("key"))).encode()).hexdigest()


def draw_facts(table: SampleTable, seed: str, say: Callable[[Message], str]) -> list[tuple[str, str]]:
    """Return how the sample was drawn, as lines of a name and a text in the words of `say`."""
    drawn = Counter(case.group for case in table.sample.drawn)
    lines: list[tuple[Message, Message | str]] = [
        (Message("Design"), f"{table.design.code}: {table.design.title}"),
        (Message("Seed"), seed),
        *(
            line
            for one in table.areas
            for line in (
                (Message("List of areas"), Message("{file}: {rows} rows", file=one.file, rows=len(one))),
                (Message("Hash of the list of areas"), frame_hash(one)),
            )
        ),
        (Message("Frame"), Message("{file}: {rows} rows", file=table.frame.file, rows=len(table.frame))),
        (Message("Hash of the frame"), frame_hash(table.frame)),
        *((Message("Sample: {group}", group=one.name), str(drawn[one.code])) for one in table.design.groups),
        (Message("How it was drawn"), HOW_DRAWN),
        (Message("Replacing"), REPLACED_WEIGHT),
    ]
    return [(say(name), say(text) if isinstance(text, Message) else text) for name, text in lines]


HOW_DRAWN = Message(
    "Each row has a permanent number, SHA-256 of the seed, a byte 00 and its key; rows are taken in the order of their "
    "numbers. Whoever has the frame and the seed can draw this sample again."
)


UNIT_HEADINGS = ("Đối tượng trả lời", "Giai đoạn", "Đơn vị", "Tầng", "Xác suất", "Chắc chắn chọn", *LAST[-3:])


def _unit_rows(table: SampleTable) -> Iterator[tuple[str, ...]]:
    for unit in table.sample.units:
        yield (
            table.design.group(unit.group).name, str(unit.stage), BETWEEN.join(unit.path), unit.stratum,
            str(unit.probability), "x" if unit.is_certain else "", str(unit.reserve or ""), unit.replaces, unit.reason,
        )  # fmt: skip


def _units_sheet(table: SampleTable) -> Sheet:
    return Sheet(
        "Đơn vị", [SheetColumn(one, 24, text=True) for one in UNIT_HEADINGS], list(_unit_rows(table))
    )


def _populations_sheet(table: SampleTable) -> Sheet:
    rows = [
        (*one.place, *("" for _ in range(3 - len(one.place))), plain(Fraction(one.size)))
        for one in table.sample.populations
        if len(one.place) <= 3
    ]
    headings = (*PLACES[:3], "Quy mô")
    return Sheet("Tổng thể", [SheetColumn(one, 30, text=True) for one in headings], rows)
