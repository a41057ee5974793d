"""A practice cycle: made and thrown away with one act each, marked on every page of it, and apart: nothing that counts
sees what is done in it."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.access.practising import MOUNT, practising
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.core.words.messages import Faults
from cchc.cycles.actions.cycles import close_cycle
from cchc.cycles.actions.locking import extend_phase
from cchc.cycles.actions.practice import BEGUN, ENDED, begin_practice, throw_practice_away
from cchc.cycles.actions.requests import ask_not_applicable
from cchc.cycles.models import Cycle, Participant
from cchc.cycles.queries import current_cycle, practice_under_way
from cchc.documents.actions.prepared import ask_for_file
from cchc.documents.models import OfficialDocument, PreparedFile
from cchc.notices.models import PersonalNotice
from cchc.results.actions import recompute_marked
from cchc.results.models import IndexRun
from cchc.scores.models import Score
from cchc.self_scoring.actions.evidence import link_document
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.saving import TypedBlock, save_block
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.exchange.sheet_in import read_answers
from cchc.self_scoring.queries.files import printed_content, sheet_content
from cchc.self_scoring.queries.sheet import whole_sheets
from cchc.self_scoring.queries.submissions import standing_submission
from tests import builders
from tests.builders.sheets import ANSWERS, a_filled_sheet, a_round, a_sheet, of_unit, submitted
from tests.cycles.worlds import bodies, browsers, changed, pages

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM)
FIRST = date(2026, 12, 10)


def begun(cycle: Cycle) -> Cycle:
    return begin_practice(by=builders.an_actor(Role.COORDINATOR), source=cycle, days=30, today=FIRST)


def a_year_with_results() -> Cycle:
    """A running year in which one of two units has handed in its sheet."""
    cycle = a_round()
    submitted(a_filled_sheet(cycle, unit="Sở Nội vụ"))
    recompute_marked()
    return cycle


def practise(cycle: Cycle) -> None:
    """Everything that a round knows is done in a practice: filled in, handed in, given back, more time, a request."""
    document = OfficialDocument.objects.get()
    with practising():
        for name in ("Sở Nội vụ", "Sở Y tế"):
            sheet = a_sheet(cycle, unit=name)
            block = {leaf: TypedBlock(TypedAnswer(**typed), 0) for leaf, typed in ANSWERS.items()}
            save_block(by=of_unit(sheet), sheet=sheet, block=block, now=NOW)
            if document.unit_id == sheet.participant.unit_id:
                link_document(by=of_unit(sheet), sheet=sheet, leaf="1.1", document=document, page=3, now=NOW)
            submitted(whole_sheets().get(pk=sheet.pk), now=NOW)
        by = builders.an_actor(Role.COORDINATOR)
        return_sheet(by=by, sheet=a_sheet(cycle, unit="Sở Y tế"), reason="Thiếu số liệu", now=NOW)
        unit = cycle.participants.get(name="Sở Y tế")
        extend_phase(
            by=by,
            kind="self_scoring",
            participants=[unit],
            until=date(2027, 3, 1),
            reason="Tập",
            now=NOW,
        )
        clerk = of_unit(a_sheet(cycle, unit="Sở Y tế"))
        ask_not_applicable(by=clerk, participant=unit, leaf="1.2", reason="Không có báo cáo")
        recompute_marked()


def test_whatever_is_practised_leaves_every_page_and_every_number_that_counts_as_it_was() -> None:
    real = a_year_with_results()
    readers, addresses = browsers(real), pages(real)
    notices = PersonalNotice.objects.count()
    counted = (
        Score.objects.filter(participant__cycle=real).count(),
        IndexRun.objects.filter(cycle=real).count(),
    )
    bodies(readers, addresses)  # the first look of an appraiser is kept
    before = bodies(readers, addresses)
    practice = begun(real)
    with_entry = bodies(readers, addresses)
    practise(practice)
    assert changed(with_entry, bodies(readers, addresses)) == {}
    assert (
        Score.objects.filter(participant__cycle=real).count(),
        IndexRun.objects.filter(cycle=real).count(),
    ) == counted
    assert Score.objects.filter(participant__cycle=practice).exists()
    assert IndexRun.objects.filter(cycle=practice).exists()
    assert PersonalNotice.objects.count() == notices
    throw_practice_away(by=builders.an_actor(Role.COORDINATOR), cycle=practice)
    assert changed(before, bodies(readers, addresses)) == {}
    assert play().differences == []


def test_a_practice_has_the_sets_units_and_groups_of_its_cycle_and_phases_from_today() -> None:
    real = a_round()
    practice = begun(real)
    assert practice.practice
    assert practice.state == "open"
    groups = ("unit_id", "peer_group", "cycle_set__version_id", "cycle_set__scored_by")

    def told(cycle: Cycle) -> list[Any]:
        return list(Participant.objects.filter(cycle=cycle).order_by("place").values_list(*groups))

    assert told(practice) == told(real)
    phases = list(practice.phases.order_by("place"))
    assert [phase.kind for phase in phases] == [phase.kind for phase in real.phases.order_by("place")]
    assert phases[0].starts == FIRST
    assert all((phase.ends - phase.starts).days == 29 for phase in phases)


def test_only_one_practice_is_under_way_and_only_whoever_manages_cycles_begins_or_ends_it() -> None:
    real = a_round()
    with pytest.raises(NotPermitted):
        begin_practice(by=builders.an_actor(Role.APPRAISER), source=real, days=2, today=FIRST)
    for days in (0, 61):
        with pytest.raises(ValidationError):
            begin_practice(by=builders.an_actor(), source=real, days=days, today=FIRST)
    practice = begun(real)
    with pytest.raises(ValidationError):
        begun(real)
    with pytest.raises(NotPermitted):
        throw_practice_away(by=builders.an_actor(Role.UNIT_HEAD), cycle=practice)
    with pytest.raises(ValidationError):
        throw_practice_away(by=builders.an_actor(), cycle=real)
    throw_practice_away(by=builders.an_actor(), cycle=practice)
    with pytest.raises(ValidationError):
        throw_practice_away(by=builders.an_actor(), cycle=practice)
    assert practice_under_way(real.province_id) is None
    assert begun(real).pk != practice.pk
    verbs = Entry.objects.filter(verb__in=[BEGUN, ENDED]).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [BEGUN, ENDED, BEGUN]


def test_a_practice_outlives_the_cycle_from_which_it_was_made() -> None:
    real = a_round()
    practice = begun(real)
    close_cycle(by=builders.an_actor(), cycle=real, reason="Dừng vòng chấm")
    assert current_cycle() == real
    with practising():
        assert current_cycle() == practice


def test_the_practice_has_an_address_of_its_own_on_which_every_page_says_so() -> None:
    real = a_year_with_results()
    coordinator, head, *_others = browsers(real)
    ranking = reverse("results:ranking")
    assert coordinator.get(MOUNT + ranking).headers["Location"] == ranking
    begin = reverse("cycles:practice_begin", args=[real.pk])
    assert begin in coordinator.get(reverse("cycles:detail", args=[real.pk])).content.decode()
    shown = coordinator.post(begin, {"days": "3"})
    assert "Nothing of it counts" in shown.content.decode()
    done = coordinator.post(begin, {"days": "3", "agreed": shown.context["grave"].seal})
    assert done.headers["Location"] == f"{MOUNT}/"

    home = head.get(reverse("desk:home")).content.decode()
    assert "practice-band" not in home
    assert f'href="{MOUNT}/"' in home
    for address in (reverse("desk:home"), reverse("cycles:list"), reverse("results:ranking")):
        answer = head.get(MOUNT + address, follow=True)
        body = answer.content.decode()
        assert answer.status_code == 200
        assert "PRACTICE" in body
        assert f'href="{MOUNT}/' in body
    for out in (reverse("cycles:new"), reverse("cycles:holidays", args=[2026]), reverse("appraisal:phrases")):
        assert coordinator.get(MOUNT + out).headers["Location"] == out
    plans = reverse("plans:list")
    assert head.get(MOUNT + plans).headers["Location"] == plans
    sent = head.post(f"{MOUNT}{reverse('accounts:own_password')}", {})
    assert (sent.status_code, sent.headers["Location"]) == (307, reverse("accounts:own_password"))
    assert head.post(f"{MOUNT}{reverse('documents:upload_begin')}", {}).status_code == 404
    assert reverse("plans:list") == plans  # nothing of the practice stays behind


def test_asking_for_the_years_costs_one_query_more_at_most() -> None:
    real = a_round()
    reader = browsers(real)[0]
    address = reverse("cycles:list")
    reader.get(address)
    with CaptureQueriesContext(connection) as before:
        reader.get(address)
    begun(real)
    with CaptureQueriesContext(connection) as after:
        reader.get(address)
    assert len(after) <= len(before) + 1


def test_files_of_a_practice_say_so_and_none_of_them_is_taken_for_one_that_counts() -> None:
    real = a_year_with_results()
    practice = begun(real)
    practise(practice)
    by = builders.an_actor(Role.COORDINATOR)
    with practising():
        sheet = a_sheet(practice, unit="Sở Nội vụ")
        table, printed = sheet_content(sheet), printed_content(standing_submission(sheet))
        ask_for_file(by=by, of="x", version="1", about={}, language="vi", name="x.xlsx", type_="x")
    mark = "TẬP DƯỢT: không có giá trị"
    rows = load_workbook(io.BytesIO(table)).worksheets[0].iter_rows(max_row=8, values_only=True)
    assert mark in {value for row in rows for value in row}
    assert mark in {one.text for one in Document(io.BytesIO(printed)).paragraphs}
    text = sheet.participant.cycle_set.version.text
    with pytest.raises(Faults) as refused:
        read_answers(table, "phieu.xlsx", text, "Sở Nội vụ", "2026", ())
    assert [fault.found for fault in refused.value.faults] == ["Sở Nội vụ, 2026 (tập dượt)"]
    read_answers(table, "phieu.xlsx", text, "Sở Nội vụ", "2026 (tập dượt)", ())
    ask_for_file(by=by, of="y", version="1", about={}, language="vi", name="y.xlsx", type_="x")
    throw_practice_away(by=by, cycle=practice)
    assert [one.of for one in PreparedFile.objects.all()] == ["y"]
