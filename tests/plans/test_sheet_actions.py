"""A workbook is staged, compared and applied."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl.worksheet.worksheet import Worksheet

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.core.papers.answers import Confidence
from cchc.core.plans.columns import LEAD, OUTPUT, TASK
from cchc.core.plans.plan import Source
from cchc.core.words.comparing import changed_words
from cchc.core.words.messages import Faults, Message
from cchc.documents.models import StoredFile
from cchc.intake.actions import give_up
from cchc.intake.models import StagedFile
from cchc.plans.actions import measures as measure_actions
from cchc.plans.actions.sheets import apply_sheet
from cchc.plans.exchange.difference_json import from_json
from cchc.plans.models import Measure, Plan
from cchc.reading.plans.texts import MeasureText, SectionText
from tests.builders import a_member, a_plan, a_unit, actor_for, an_actor, written
from tests.plans.staged_sheets import (
    AT,
    FILE,
    a_plan_of_four_measures,
    changed_meanwhile,
    compared_and_staged,
    edited,
    everything,
    new_deadline,
    row_of,
    staged,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:Print area cannot be set")]


@pytest.fixture
def plan() -> Plan:
    return a_plan_of_four_measures()


def table(plan: Plan) -> list[tuple[str, list[tuple[str, str]]]]:
    """The sections with the number and the task of each measure."""
    return [
        (str(section), [(one.number, one.task) for one in section.measures.all()])
        for section in plan.sections.all()
    ]


def test_a_file_that_nobody_touched_changes_nothing_and_is_not_applied(plan: Plan) -> None:
    sheet = staged(plan, lambda _sheet: None)
    assert from_json(sheet.difference).is_empty
    with pytest.raises(ValidationError) as refused:
        apply_sheet(by=an_actor(), sheet=sheet)
    assert refused.value.messages == ["The file changes nothing."]


def test_staging_keeps_the_file_and_the_difference_and_leaves_the_plan_alone(plan: Plan) -> None:
    before = table(plan)
    sheet = staged(plan, everything)
    counts = from_json(sheet.difference).counts
    assert (counts.added, counts.changed, counts.moved, counts.removed, counts.sections_added) == (
        1,
        1,
        1,
        1,
        1,
    )
    assert (table(plan), sheet.file.name, StoredFile.objects.count()) == (before, FILE, 1)


def test_everything_that_the_file_says_is_applied_at_once(plan: Plan) -> None:
    stayed = Measure.objects.get(task="Cắt giảm thủ tục")
    apply_sheet(by=an_actor(), sheet=staged(plan, everything))
    assert table(plan) == [
        ("Thể chế", [("1", "Rà soát")]),
        ("Thủ tục", [("1", "Cắt giảm thủ tục"), ("2", "Mở chuyên mục")]),
        ("III TUYÊN TRUYỀN", [("1", "Viết bài")]),
    ]
    measures = Measure.objects.filter(section__plan=plan)
    assert {one.task: [f"{due.on:%d/%m}" for due in one.dues.all()] for one in measures} == {
        "Rà soát": ["30/09"],
        "Cắt giảm thủ tục": ["30/06"],
        "Mở chuyên mục": ["30/06"],
        "Viết bài": ["30/09"],
    }
    assert {agency.text for agency in plan.agencies.all()} == {"Sở Tư pháp", "Đài địa phương"}
    assert [section.place for section in plan.sections.all()] == [1, 2, 3]
    assert (Measure.objects.get(pk=stayed.pk).version, stayed.version) == (1, 1)


def test_one_application_is_one_record_with_the_files_hash_and_the_whole_difference(plan: Plan) -> None:
    sheet = staged(plan, everything)
    apply_sheet(by=an_actor(), sheet=sheet)
    entry = Entry.objects.get(verb="plans.sheet_applied")
    assert (entry.subject, entry.facts["sha256"]) == (plan.title, sheet.file.sha256)
    assert entry.facts["difference"] == sheet.difference
    assert [entry.facts[name] for name in ("added", "changed", "moved", "removed")] == [1, 1, 1, 1]
    held = StagedFile.objects.get()
    assert held.applied_at is not None
    assert Plan.objects.get(pk=plan.pk).version == int(sheet.seen) + 1


def test_only_texts_that_changed_are_understood_anew(plan: Plan) -> None:
    kept = Measure.objects.get(task="Mở chuyên mục")
    parts = list(kept.parts.values_list("pk", flat=True))
    dues = list(kept.dues.values_list("pk", flat=True))
    apply_sheet(by=an_actor(), sheet=staged(plan, everything))
    assert list(kept.parts.values_list("pk", flat=True)) == parts
    assert list(kept.dues.values_list("pk", flat=True)) == dues


def test_a_plan_that_was_changed_meanwhile_keeps_what_it_holds(plan: Plan) -> None:
    sheet = staged(plan, everything)
    measure = Measure.objects.get(task="Rà soát")
    measure_actions.change_measure(by=an_actor(), measure=measure, version=1, texts={"task": "Rà soát kỹ"})
    before = table(plan)
    with pytest.raises(Changed):
        apply_sheet(by=an_actor(), sheet=sheet)
    assert table(plan) == before
    assert StagedFile.objects.get().applied_at is None


def test_an_old_file_does_not_undo_what_others_did_since_it_was_downloaded(plan: Plan) -> None:
    sheet = changed_meanwhile(
        plan,
        lambda sheet: write(sheet, "Mở chuyên mục", OUTPUT, "Chuyên mục"),
        deadline="Quý III/2026",
    )
    apply_sheet(by=an_actor(), sheet=sheet)
    assert {one.task: (one.deadline, one.output) for one in Measure.objects.filter(place__lte=2)[:2]} == {
        "Rà soát": ("Quý III/2026", ""),
        "Mở chuyên mục": ("Quý II/2026", "Chuyên mục"),
    }


def test_what_the_file_and_others_changed_is_replaced_only_when_somebody_agrees(plan: Plan) -> None:
    sheet = changed_meanwhile(plan, new_deadline, deadline="Quý III/2026")
    with pytest.raises(Changed):
        apply_sheet(by=an_actor(), sheet=sheet)
    assert Measure.objects.get(task="Rà soát").deadline == "Quý III/2026"
    apply_sheet(by=an_actor(), sheet=sheet, over=True)
    assert Measure.objects.get(task="Rà soát").deadline == "Quý IV/2026"


def test_a_doubt_goes_with_the_cell_that_the_file_changes() -> None:
    plan = a_plan()
    reading = MeasureText("1", {TASK: ["Rà soát"], LEAD: ["Sở A"]}, Source())
    reading.doubt(Confidence.LIKELY, Message("Suggested."), [LEAD])
    written(plan, [SectionText("Thể chế", None, [reading])])
    apply_sheet(by=an_actor(), sheet=staged(plan, lambda sheet: write(sheet, "Rà soát", LEAD, "Sở B")))
    measure = Measure.objects.get()
    assert (measure.doubts, measure.confidence, measure.version) == ({}, "sure", 2)


def test_a_file_is_applied_once_and_not_given_up_afterwards(plan: Plan) -> None:
    sheet = staged(plan, everything)
    apply_sheet(by=an_actor(), sheet=sheet)
    for again in (
        lambda: apply_sheet(by=an_actor(), sheet=sheet),
        lambda: give_up(by=an_actor(), staged=sheet),
    ):
        with pytest.raises(ValidationError) as refused:
            again()
        assert refused.value.messages == ["This file was applied already."]


def test_what_is_given_up_is_forgotten_but_the_stored_file_stays(plan: Plan) -> None:
    give_up(by=an_actor(), staged=staged(plan, everything))
    assert (StagedFile.objects.count(), StoredFile.objects.count()) == (0, 1)
    assert Entry.objects.filter(verb="plans.sheet_given_up").count() == 1


def test_a_faulty_file_is_refused_with_its_cells_and_nothing_is_kept(plan: Plan) -> None:
    def spoil(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, "Rà soát"), len(AT) + 1, "NV-999999")
        write(sheet, "Mở chuyên mục", TASK, "")

    with pytest.raises(Faults) as refused:
        staged(plan, spoil)
    cells = [f"{fault.place.column}{fault.place.row}" for fault in refused.value.faults]
    assert cells == ["L4", "C5"]
    assert (StagedFile.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_the_people_of_another_unit_bring_no_file(plan: Plan) -> None:
    sheet = staged(plan, everything)
    theirs = actor_for(a_member(Role.UNIT_CLERK, unit=a_unit("Sở Y tế")))
    data = edited(plan, everything)
    for refused in (
        lambda: compared_and_staged(theirs, plan, data),
        lambda: apply_sheet(by=theirs, sheet=sheet),
        lambda: give_up(by=theirs, staged=sheet),
    ):
        with pytest.raises(NotPermitted):
            refused()
    assert Measure.objects.filter(section__plan=plan).count() == 4


def test_applying_writes_many_measures_at_once() -> None:
    counts = []
    for size in (20, 300):
        plan = a_plan()
        readings = [MeasureText(str(number), {TASK: [f"Việc {number}"]}, Source()) for number in range(size)]
        written(plan, [SectionText("Thể chế", None, readings)])
        sheet = staged(plan, every_output)
        with CaptureQueriesContext(connection) as made:
            apply_sheet(by=an_actor(), sheet=sheet)
        counts.append(len(made))
    assert counts[1] < counts[0] + 20


def every_output(sheet: Worksheet) -> None:
    """Give every measure an output."""
    for row in range(4, sheet.max_row + 1):
        sheet.cell(row, AT[OUTPUT], "Báo cáo")


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("", "Mới", [("new", "Mới")]),
        ("Cũ", "", [("old", "Cũ")]),
        ("Quý II", "Quý III", [("same", "Quý "), ("old", "II"), ("new", "III")]),
        ("Sở A", "Sở A; Sở B", [("same", "Sở A"), ("new", "; Sở B")]),
        ("hạn 30/9/2026", "hạn 15/10/2026", [("same", "hạn "), ("old", "30/9/2026"), ("new", "15/10/2026")]),
        ("a\nb", "a\nc", [("same", "a\n"), ("old", "b"), ("new", "c")]),
    ],
)
def test_texts_are_compared_word_by_word(old: str, new: str, parts: list[tuple[str, str]]) -> None:
    assert changed_words(old, new) == parts
