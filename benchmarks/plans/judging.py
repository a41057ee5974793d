"""How well a made-up plan was read: each cell beside its truth, what is sure, rows lost, findings that are not true."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from benchmarks.plans.truth import COLUMNS, Made, Row

from cchc.core.plans.plan import Measure, Plan, Section

ALIKE = 0.75


@dataclass
class Tally:
    """Counts of one or several papers; `faults` say what is wrong, in words.

    `may_be_sure` are right cells that nothing forbids to call sure: none of sentences, none that a group hands down.
    `heads_there` are the numbers and dates that a paper bears, `heads_sure` those of them that were read.
    """

    papers: int = 0
    rows: int = 0
    placed: int = 0
    cells: int = 0
    right: int = 0
    right_sure: int = 0
    wrong_sure: int = 0
    may_be_sure: int = 0
    heads: int = 0
    heads_right: int = 0
    heads_there: int = 0
    heads_sure: int = 0
    false_findings: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add the counts of another."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def judged(made: Made, plan: Plan) -> Tally:
    """The counts of one paper."""
    tally = Tally(papers=1, rows=len(made.rows))
    _judge_head(made, plan, tally)
    found = _matched(made.rows, list(plan.measures()))
    reported = [_plain(one.text) for one in plan.account.unread]
    for at, (row, pair) in enumerate(zip(made.rows, found, strict=True)):
        if pair is None:
            tally.cells += len(COLUMNS) + 2
            was_reported = any(_plain(row.task)[:60] in text for text in reported)
            tally.placed += was_reported
            tally.faults.append(f"row {at + 1} {'reported' if was_reported else 'LOST'}: {row.task[:60]}")
            continue
        tally.placed += 1
        _judge_row(row, *pair, made.told_from is not None and at >= made.told_from, tally)
    taken = {id(pair[1]) for pair in found if pair}
    for _, measure in plan.measures():
        if id(measure) not in taken:
            sure = not measure.unsure
            tally.cells += 1
            tally.wrong_sure += sure
            tally.faults.append(f"invented{' and SURE' if sure else ''}: {(measure.task or '')[:70]}")
    if made.targets:
        _judge_targets(made, plan, tally)
    for finding in plan.findings:
        if finding.code not in made.findings:
            tally.false_findings += 1
            tally.faults.append(f"false finding {finding.code}: {finding.found[:80]!r}")
    missing = made.findings - {one.code for one in plan.findings}
    tally.faults += [f"finding not made: {code}" for code in sorted(missing)]
    return tally


def _judge_head(made: Made, plan: Plan, tally: Tally) -> None:
    for name, wanted, found in (
        ("number", made.number, plan.number),
        ("date", made.day, plan.date),
    ):
        tally.heads += 1
        tally.heads_there += wanted is not None
        tally.heads_right += found == wanted
        tally.heads_sure += found == wanted and wanted is not None
        tally.wrong_sure += found not in (wanted, None)
        if found != wanted:
            tally.faults.append(f"head, {name}: {found!s}, not {wanted!s}")
    tally.wrong_sure += plan.year not in (made.year, None)
    if plan.year != made.year:
        tally.faults.append(f"head, year: {plan.year}, not {made.year}")


def _judge_row(row: Row, section: Section, measure: Measure, in_prose: bool, tally: Tally) -> None:
    deadline = measure.deadline
    cells: dict[str, tuple[object, object]] = {
        "number": (_plain(measure.number or ""), _plain(row.number)),
        "task": (_plain(measure.task or ""), _plain(row.task)),
        "output": (_plain(measure.output or ""), _plain(row.output)),
        "lead": ([*map(_plain, measure.lead)], [*map(_plain, row.lead)]),
        "cooperating": ([*map(_plain, measure.cooperating)], [*map(_plain, row.cooperating)]),
        "deadline": (
            (
                _plain(deadline.text) if deadline else "",
                str(deadline.due[-1]) if deadline and deadline.due else "",
            ),
            (_plain(row.deadline), row.due),
        ),
    }
    if row.headings:
        heading = " / ".join(_plain(text) for _, text in row.headings)
        cells["section"] = (_plain(section.heading or ""), _plain(heading))
    for column, (found, wanted) in cells.items():
        sure = column not in measure.unsure and (column == "section" or not in_prose)
        may_be_sure = not in_prose and column not in row.inherited and column != "section"
        tally.cells += 1
        tally.right += found == wanted
        tally.wrong_sure += sure and found != wanted
        if may_be_sure and found == wanted:
            tally.may_be_sure += 1
            tally.right_sure += sure
            if not sure:
                tally.faults.append(f"right but not sure: {column} of {row.task[:40]}")
        if found != wanted:
            tally.faults.append(f"{column}{' SURE' if sure else ''}: {found!r}, not {wanted!r}")


def _judge_targets(made: Made, plan: Plan, tally: Tally) -> None:
    found = [tuple(_plain(one or "") for one in (t.number, t.name, t.unit, t.value)) for t in plan.targets]
    for target in made.targets:
        wanted = tuple(map(_plain, target))
        tally.rows += 1
        tally.cells += 4
        tally.may_be_sure += 4
        if wanted in found:
            tally.placed += 1
            tally.right += 4
            tally.right_sure += 4
        else:
            tally.faults.append(f"target: {wanted!r} is not in {found!r}")


def _matched(
    rows: Sequence[Row], measures: list[tuple[Section, Measure]]
) -> list[tuple[Section, Measure] | None]:
    """For each row of the truth the measure that is it: by its task, in the order of the document."""
    found: list[tuple[Section, Measure] | None] = []
    left = list(measures)
    for row in rows:
        wanted = _plain(row.task)
        best = max(
            left,
            key=lambda pair: SequenceMatcher(
                None, wanted, _plain(pair[1].task or ""), autojunk=False
            ).ratio(),
            default=None,
        )
        alike = best and SequenceMatcher(None, wanted, _plain(best[1].task or ""), autojunk=False).ratio()
        if best is None or not alike or alike < ALIKE:
            found.append(None)
            continue
        found.append(best)
        left.remove(best)
    return found


def _plain(text: str) -> str:
    """A text without what is the same to a reader: white space, capitals, signs at its end."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip(" .;:").casefold()
