"""What the first stage knows the second knows too: two who appraise blindly, Excel, what is worth a look; of the leaves
that a unit explained alone."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.appraisal.actions.appraising import accept_many, save_appraisal
from cchc.appraisal.actions.asking import ask_question
from cchc.appraisal.actions.doubling import decide_double, save_given
from cchc.appraisal.actions.files import about_work, apply_work
from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.actions.justifying import explain_leaf, link_to_justification
from cchc.appraisal.exchange.work_file import EXPLAINED, FIRST_GIVEN, FIXED_AGAIN, UNIT
from cchc.appraisal.models import Appraisal, UnitAppraisal
from cchc.appraisal.queries.alarms import AlarmKind, alarms_in
from cchc.appraisal.queries.cells import cells_in
from cchc.appraisal.queries.content import TakenReason
from cchc.appraisal.queries.files import FilePart, work_content
from cchc.appraisal.queries.held import WITH_SET
from cchc.appraisal.queries.sight import sight_in
from cchc.appraisal.staged import WORK_FILES
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles.actions import PhaseDates, change_phases
from cchc.intake.actions import stage, undo
from cchc.intake.kinds import Brought
from cchc.scores.consequences import thread_of_leaf
from cchc.scores.models import Score, Stage
from tests.builders import (
    a_document,
    a_double,
    a_filled_sheet,
    a_member,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_actor,
    an_appraised_unit,
    an_appraiser,
    justification_handed_in,
    of_unit,
    sent_result,
)
from tests.markup import source

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)
JANUARY = datetime(2027, 1, 13, 9, 0, tzinfo=VIETNAM)
LATER = datetime(2027, 1, 19, 9, 0, tzinfo=VIETNAM)
SECOND = Stage.SECOND_APPRAISAL
TEXT = "Nhiệm vụ số 3 hoàn thành ngày 28/12, có biên bản nghiệm thu"


class Explained:
    """A unit that explained 1.1, with a new document behind it, and who appraises that again."""

    def __init__(self) -> None:
        self.cycle = a_whole_round()
        self.appraiser, self.lead = an_appraiser(), an_actor(Role.APPRAISAL_LEAD)
        row = an_appraised_unit(a_filled_sheet(self.cycle), self.appraiser)
        sent_result(row)
        self.first = UnitAppraisal.objects.select_related(*WITH_SET).get(pk=row.pk)
        self.participant = self.first.participant
        self.clerk = of_unit(self.participant.sheet)
        explain_leaf(by=self.clerk, appraised=self.first, leaf="1.1", text=TEXT, version=0, now=JANUARY)
        document = a_document(self.participant.unit, "77/BC")
        self.link = link_to_justification(
            by=self.clerk, appraised=self.first, leaf="1.1", document=document, now=JANUARY
        )
        justification_handed_in(self.first, now=JANUARY)
        self.unit = UnitAppraisal.objects.select_related(*WITH_SET).get(
            participant=self.participant, stage=SECOND
        )
        self.plan = a_work_plan(self.cycle, self.appraiser, stage=SECOND)

    def give(self, person: Membership, **typed: Any) -> Any:
        what = TypedAppraisal(**typed)
        saved = save_given(
            by=actor_for(person), appraised=self.unit, leaf="1.1", typed=what, version=0, now=LATER
        )
        return saved.row

    def scores(self) -> int:
        return Score.objects.filter(participant=self.participant, stage=SECOND).count()


@pytest.fixture
def explained() -> Explained:
    return Explained()


def browser(who: Membership) -> Client:
    client = Client()
    client.force_login(who.person)
    return client


LOWER = {"figures": {"done": "5"}, "reasons": (TakenReason("late", "Chưa có biên bản gốc"),)}


def test_two_appraise_what_was_explained_and_nothing_of_it_counts_or_is_told_before_a_third_decides(
    explained,
):
    other = an_appraiser("Sở Tài chính")
    (cell,) = a_double(explained.plan, other)
    assert (cell.participant_id, cell.leaf) == (explained.participant.pk, "1.1")
    by = actor_for(explained.appraiser)
    ask_question(by=by, appraised=explained.unit, leaf="1.1", text="Biên bản ở đâu?", now=LATER)
    explained.give(explained.appraiser)
    said = thread_of_leaf(actor=actor_for(other), participant=explained.participant, leaf="1.1")
    assert "Biên bản ở đâu?" not in str(said)  # nor is it hidden for what the first stage gave
    assert "Báo cáo quý III nộp chậm" in str(said)
    explained.give(other, **LOWER)
    assert explained.scores() == 0
    lead = a_member(Role.APPRAISAL_LEAD)
    listed = source(browser(lead).get(reverse("appraisal:doubles", args=[2026, SECOND])))
    assert "Hai người khác nhau" in listed
    assert explained.participant.name in listed
    first = source(browser(lead).get(reverse("appraisal:doubles", args=[2026, "first_appraisal"])))
    assert "Chưa giao phần nào cho hai người" in first
    where = reverse("appraisal:double_decide", args=[2026, SECOND, explained.participant.unit_id, "1.1"])
    assert browser(lead).get(where).status_code == 200
    assert browser(other).get(where).status_code == 404
    decide_double(
        by=explained.lead,
        appraised=explained.unit,
        leaf="1.1",
        typed=TypedAppraisal(),
        reason="Biên bản đủ",
        version=0,
        now=LATER,
    )
    assert explained.scores() == 1


def test_what_was_explained_goes_out_as_excel_beside_the_first_appraisal_and_comes_back(
    explained, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    always = date(2026, 1, 1), date(2099, 12, 31)
    phases = [PhaseDates(one.kind, one.name, *always) for one in explained.cycle.phases.all()]
    change_phases(by=an_actor(), cycle=explained.cycle, phases=phases, reason="Kéo dài")
    by = actor_for(explained.appraiser)
    data = work_content(by, explained.cycle, SECOND, FilePart())
    book = load_workbook(io.BytesIO(data))
    table = book.worksheets[0]
    rows = list(table.iter_rows())
    head = next(row for row in rows if row[0].value == UNIT)
    columns = {cell.value: cell.column for cell in head if cell.value}
    assert list(columns)[: len(FIXED_AGAIN)] == list(FIXED_AGAIN)
    of_leaf = [row for row in rows[rows.index(head) + 1 :] if row[0].value]
    assert {row[1].value for row in of_leaf} == {"1.1"}  # the others are not appraised again
    first = of_leaf[0][0].row
    assert table.cell(first, columns[EXPLAINED]).value == TEXT
    assert table.cell(first, columns[FIRST_GIVEN]).value == 1
    table.cell(first, columns["Kết quả thẩm định"]).value = "Chấp nhận"
    kept = io.BytesIO()
    book.save(kept)
    brought = Brought(by, "lan-hai.xlsx", kept.getvalue(), about_work(by, explained.cycle, SECOND))
    staged = stage(by=by, kind=WORK_FILES, brought=brought, compared=WORK_FILES.compare(brought))
    apply_work(by=by, staged=staged)
    assert explained.unit.rows.get(leaf="1.1").verdict == "accepted"
    assert explained.first.rows.get(leaf="1.1").verdict == "corrected"  # the first stays as it was
    undo(by=by, staged=staged)
    assert explained.unit.rows.get(leaf="1.1").verdict == ""
    shown = browser(explained.appraiser).get(reverse("appraisal:excel", args=[2026, SECOND]))
    assert "lan-hai.xlsx" in source(shown)


def test_a_reason_copied_from_the_explanation_is_worth_a_look_and_units_with_one_file_are_compared(explained):
    by = actor_for(explained.appraiser)
    typed = TypedAppraisal(figures={"done": "5"}, reasons=(TakenReason("late", TEXT.upper()),))
    save_appraisal(by=by, appraised=explained.unit, leaf="1.1", typed=typed, version=0, now=LATER)
    sight = sight_in(explained.lead, explained.cycle)
    (alarm,) = alarms_in(explained.cycle, SECOND, sight)
    assert (alarm.kind, alarm.leaf.number) == (AlarmKind.COPIED, "1.1")
    assert alarm.cells[0].documents[-1] == explained.link.document_id
    assert AlarmKind.COPIED not in {one.kind for one in alarms_in(explained.cycle, "first_appraisal", sight)}


def test_the_documents_behind_an_explanation_come_before_those_of_the_sheet(explained):
    cycle, by = explained.cycle, actor_for(explained.appraiser)
    seen = cells_in(
        by, sight_in(by, cycle), cycle=cycle, stage=SECOND, participants=[explained.participant], leaf="1.1"
    )
    assert seen[0].evidence[0] == explained.link
    assert len(seen[0].evidence) == 1 + len(seen[0].claim.evidence)
    where = [2026, SECOND, explained.participant.cycle_set_id, "1.1"]
    page = source(browser(explained.appraiser).get(reverse("appraisal:criterion", args=where)))
    row = page[page.index('id="don-vi-') :]
    assert row.index("77/BC") < row.index("12/BC-SNV")  # what F9 opens first


def test_nobody_accepts_unopened_what_was_explained(explained):
    by: Actor = actor_for(explained.appraiser)
    with pytest.raises(ValidationError, match="nobody accepts it unopened"):
        accept_many(by=by, appraised=explained.unit, leaves=["1.1"], now=LATER)
    assert not Appraisal.objects.filter(of=explained.unit).exclude(verdict="").exists()
