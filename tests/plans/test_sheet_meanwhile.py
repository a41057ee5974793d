"""What others did to a plan since its workbook was downloaded."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cchc.core.plans.columns import DEADLINE, NUMBER, OUTPUT, TASK
from cchc.core.words.messages import Faults
from cchc.plans.exchange.difference import (
    Difference,
    TextChange,
    difference,
)
from cchc.plans.exchange.difference_json import as_json, from_json
from cchc.plans.exchange.merge import Clash, ClashKind, Meanwhile
from cchc.plans.exchange.sheet import GIVEN_OUT, HEADINGS, SheetRow, SheetSection
from cchc.plans.exchange.sheet_in import read_sheet
from tests.plans.drawn_sheets import (
    FILE,
    PLAN,
    back,
    filled,
    out,
    row,
)
from tests.plans.edited_sheets import applied, edited_from, edits, saying

# openpyxl does not know print areas of whole columns, which Excel and LibreOffice write themselves.
pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")


def met(now: Sequence[SheetSection], file: Sequence[SheetSection]) -> Difference:
    """What a file that was given out with `PLAN` would change in the plan as it is now."""
    return difference(now, file, PLAN)


def with_row(sections: Sequence[SheetSection], key: str, **texts: str) -> tuple[SheetSection, ...]:
    """The sections, with other texts in one row."""
    return tuple(
        replace(section, rows=tuple(saying(one, **texts) if one.key == key else one for one in section.rows))
        for section in sections
    )


def changes(change: Difference) -> dict[str, list[TextChange]]:
    return {one.key: list(one.changes) for one in change.rows if one.changes}


def test_what_others_changed_since_the_download_stays_where_the_file_did_not_touch_it() -> None:
    now = with_row(PLAN, "11", deadline="Quý IV/2026")
    change = met(now, with_row(PLAN, "22", output="Báo cáo"))
    assert changes(change) == {"22": [TextChange(OUTPUT, "", "Báo cáo")]}
    assert change.meanwhile == Meanwhile(changed=("1 Rà soát văn bản",))


def test_two_people_may_change_different_cells_of_one_row() -> None:
    change = met(with_row(PLAN, "11", deadline="Quý IV/2026"), with_row(PLAN, "11", output="Báo cáo"))
    assert changes(change) == {"11": [TextChange(OUTPUT, "", "Báo cáo")]}
    assert change.clashes == ()


def test_a_cell_that_both_changed_is_a_clash_with_all_three_texts_and_one_they_agree_on_is_none() -> None:
    now = with_row(PLAN, "11", deadline="Quý III/2026", output="Báo cáo")
    change = met(now, with_row(PLAN, "11", deadline="Quý IV/2026", output="Báo cáo"))
    assert changes(change) == {"11": [TextChange(DEADLINE, "Quý III/2026", "Quý IV/2026")]}
    assert change.clashes == (Clash(ClashKind.TEXT, "11", DEADLINE, "Quý II/2026"),)


def test_a_measure_added_meanwhile_stays_in_its_place_and_one_deleted_meanwhile_does_not_come_back() -> None:
    first, second = PLAN
    one, _, three = first.rows
    now = (replace(first, rows=(one, row("14", "1a", "Tập huấn"), three)), second)
    change = met(now, PLAN)
    assert (change.is_empty, change.removed) == (True, ())
    assert change.meanwhile == Meanwhile(added=("1a Tập huấn",), deleted=("2 Mở chuyên mục",))


def test_a_measure_deleted_meanwhile_that_the_file_changes_is_refused() -> None:
    first, second = PLAN
    now = (replace(first, rows=(first.rows[0], first.rows[2])), second)
    with pytest.raises(Faults) as caught:
        difference(now, back(lambda sheet: filled(sheet, 5, E="Báo cáo")), PLAN)
    assert [(fault.place.row, fault.found) for fault in caught.value.faults] == [(5, "NV-12")]


def test_deleting_a_measure_that_others_changed_is_a_clash_and_so_is_giving_a_section_two_names() -> None:
    first, second = PLAN
    now = with_row((replace(first, heading="Thể chế"), second), "12", output="Báo cáo")
    file = (replace(first, heading="Thể chế mới", rows=(first.rows[0], first.rows[2])), second)
    change = met(now, file)
    assert change.clashes == (
        Clash(ClashKind.NAME, "1", given="I Cải cách thể chế"),
        Clash(ClashKind.MEASURE_DELETED, "12"),
    )
    assert (change.sections[0].was, [one.section.rows[0].key for one in change.removed]) == (
        ("I", "Thể chế"),
        ["12"],
    )


def test_what_others_moved_stays_moved_unless_the_file_moves_too() -> None:
    first, second = PLAN
    one, two, three = first.rows
    now = (replace(first, rows=(two, three, one)), second)
    added = SheetRow("", {NUMBER: "9", TASK: "Tập huấn"})
    change = met(now, (replace(first, rows=(one, added, two, three)), second))
    assert [row.key for row in change.sections[0].rows] == ["12", "13", "11", ""]
    assert (change.counts.moved, change.meanwhile) == (0, Meanwhile(moved=True))
    change = met(now, (replace(first, rows=(three, one, two)), second))
    assert [row.key for row in change.sections[0].rows] == ["13", "11", "12"]
    assert change.clashes == (Clash(ClashKind.ORDER),)


def test_a_section_deleted_meanwhile_with_its_measures_does_not_come_back() -> None:
    change = met(PLAN[1:], PLAN)
    assert (change.is_empty, len(change.sections)) == (True, 1)


def test_a_section_that_the_file_deletes_stays_for_the_measure_that_others_added_to_it() -> None:
    first, second = PLAN
    now = (replace(first, rows=(*first.rows, row("14", "4", "Tập huấn"))), second)
    change = met(now, (second,))
    assert [(one.key, [row.key for row in one.rows]) for one in change.sections] == [
        ("1", ["14"]),
        ("2", ["21", "22"]),
    ]
    assert change.counts.removed == 3


def test_rows_above_the_first_heading_are_known_again_when_others_gave_them_a_heading() -> None:
    given_out = (SheetSection("9", "", "", (row("91"),)), *PLAN)
    file = read_sheet(out(given_out), FILE)
    now = (replace(given_out[0], heading="Chung"), *PLAN)
    assert difference(now, file.sections, file.given).is_empty


def test_a_file_without_the_hidden_sheet_is_read_and_does_not_know_what_the_plan_held() -> None:
    book = load_workbook(io.BytesIO(out()))
    book.remove(book[GIVEN_OUT])
    written = io.BytesIO()
    book.save(written)
    file = read_sheet(written.getvalue(), FILE)
    assert (file.sections, file.given) == (PLAN, None)
    assert difference(PLAN, file.sections, file.given).meanwhile is None


@st.composite
def two_edits(draw: st.DrawFn) -> tuple[tuple[SheetSection, ...], ...]:
    """A stored plan, what others made of it, and what a file makes of it."""
    before, file = draw(edits())
    now = draw(edited_from(before))
    keys = iter(range(10_000, 20_000))
    stored = tuple(
        replace(
            section,
            key=section.key or str(next(keys)),
            rows=tuple(replace(one, key=one.key or str(next(keys))) for one in section.rows),
        )
        for section in now
    )
    return before, stored, file


@settings(max_examples=200, deadline=None)
@given(two_edits())
def test_nothing_that_others_did_is_lost_without_a_question(
    states: tuple[tuple[SheetSection, ...], ...],
) -> None:
    given_out, now, file = states
    if {one.key for one in given_out} & {one.key for one in now}:
        assert difference(now, given_out, given_out).is_empty
    assert difference(given_out, file, given_out) == replace(
        difference(given_out, file), meanwhile=Meanwhile()
    )
    try:
        change = difference(now, file, given_out)
    except Faults:
        return  # the file needs what others deleted: refused, nothing is lost
    assert from_json(json.loads(json.dumps(as_json(change)))) == change
    was, here, there, result = (
        {one.key: one for section in sections for one in section.rows if one.key}
        for sections in (given_out, now, file, applied(now, change))
    )
    asked = {(clash.key, clash.column) for clash in change.clashes}
    for key, held in here.items():
        if key in result:
            for column in HEADINGS:
                by_others = key not in was or held.text(column) != was[key].text(column)
                if by_others and result[key].text(column) != held.text(column):
                    assert (key, column) in asked or key not in was
                if key in was and key in there and there[key].text(column) != was[key].text(column):
                    assert result[key].text(column) == there[key].text(column)
        else:
            assert key in was
            assert key not in there
            assert held == was[key] or (key, None) in asked
    assert result.keys() <= here.keys()
    new = [one.text(TASK) for section in file for one in section.rows if not one.key]
    assert sorted(
        one.text(TASK) for section in applied(now, change) for one in section.rows if not one.key
    ) == (sorted(new))
