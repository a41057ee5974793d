"""Plans edited as workbooks: drawn edits, and what applying their difference gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from cchc.core.plans.columns import NUMBER, TASK
from cchc.plans.exchange.difference import (
    Difference,
    RowDifference,
    SectionDifference,
)
from cchc.plans.exchange.sheet import SheetRow, SheetSection
from tests.plans.drawn_sheets import (
    TEXTS,
    plans,
    said_in,
)


def saying(one: SheetRow, **texts: str) -> SheetRow:
    """The row with other texts in some columns."""
    return replace(one, texts={**one.texts, **texts})


SAID = said_in(TEXTS)


FEW = st.sampled_from(("", "Báo cáo", "Sở Y tế", "Quý II"))


def applied(before: Sequence[SheetSection], change: Difference) -> tuple[SheetSection, ...]:
    """What whoever applies a difference does."""
    rows = {one.key: one for section in before for one in section.rows}
    stored = {section.key: section for section in before}

    def made(one: RowDifference) -> SheetRow:
        return saying(rows.get(one.key, SheetRow("")), **one.texts)

    def named(one: SectionDifference) -> tuple[str, str]:
        old = stored.get(one.key)
        return (one.number, one.heading) if old is None or one.was else (old.number, old.heading)

    return tuple(
        SheetSection(one.key, *named(one), tuple(made(line) for line in one.rows)) for one in change.sections
    )


@st.composite
def edits(draw: st.DrawFn) -> tuple[tuple[SheetSection, ...], tuple[SheetSection, ...]]:
    """A stored plan, and the same after some work on it."""
    before = draw(plans(FEW, headed=True))
    return before, draw(edited_from(before))


@st.composite
def edited_from(draw: st.DrawFn, before: tuple[SheetSection, ...]) -> tuple[SheetSection, ...]:
    """A stored plan after some work on it."""
    rows = [one for section in before for one in section.rows]
    kept = draw(st.permutations(rows))[: draw(st.integers(0, len(rows)))]
    kept = [saying(one, task=draw(SAID), deadline=draw(FEW)) if draw(st.booleans()) else one for one in kept]
    kept += [SheetRow("", {NUMBER: "9", TASK: text}) for text in draw(st.lists(SAID, max_size=3))]
    sections = draw(st.permutations(before))[: draw(st.integers(0, len(before)))]
    sections += [
        SheetSection("", "", text) for text in draw(st.lists(SAID, min_size=not sections, max_size=2))
    ]
    homes = [draw(st.integers(0, len(sections) - 1)) for _ in kept]
    return tuple(
        replace(
            section,
            heading=draw(st.sampled_from([section.heading, "Tên mới"])),
            rows=tuple(one for one, home in zip(kept, homes, strict=True) if home == at),
        )
        for at, section in enumerate(sections)
    )
