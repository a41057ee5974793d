"""The demonstration: loaded once for this whole module, and taken out at the end."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.accounts.models import Membership, Person
from cchc.accounts.queries import actor_of
from cchc.appraisal.models import JustificationSubmission
from cchc.audit.models import Entry
from cchc.config.navigation import navigation
from cchc.core.plans.following.states import RecordStanding
from cchc.council.models import AgendaItem, CouncilDecision, SessionMinutes
from cchc.council.queries.final import standing_final
from cchc.criteria.models import CriteriaVersion
from cchc.cycles.models import ApplicabilityRequest, Cycle, Extension, NotApplicable
from cchc.cycles.policies import Sight
from cchc.cycles.queries import earlier_participants, opening_phase, phases
from cchc.demo import appraisals, loading, people, sheets
from cchc.demo.loading import Occupied
from cchc.demo.places import TWO_TIERS, table
from cchc.demo.scores import DrawnPoints
from cchc.demo.years import DEPARTMENTS, DISTRICTS, MORE_DAYS_OF_COMMUNES, OLD_COMMUNES
from cchc.desk.queries.nearest import nearest_day
from cchc.desk.queries.waiting import waiting_for
from cchc.documents.queries import content
from cchc.intake.models import StagedFile
from cchc.notices.models import PersonalNotice
from cchc.plans.models import Plan
from cchc.plans.queries.findings import findings_of
from cchc.plans.queries.obstacles import Obstacles, obstacles, unconfirmed_agencies
from cchc.plans.queries.plans import submitted_to
from cchc.releases.exchange import verify
from cchc.releases.exchange.merkle import short_root
from cchc.releases.exchange.verifying import compare_bundles, verify_bundle
from cchc.releases.models import Release
from cchc.releases.queries.signing import public_key
from cchc.results.models import IndexRun
from cchc.scores.models import Correction, Origin, Score, Stage
from cchc.scores.queries.interests import second_people
from cchc.self_scoring.models import EvidenceLink, SheetSubmission, UnitSheet, WorkShare
from cchc.self_scoring.queries.progress import Progress, progress_counts, progress_of
from cchc.units.models import Unit
from cchc.units.queries import predecessors
from tests.demo import followed, periodic, remedied, second_half, surveyed
from tests.e2e.fitting import DIFFER, database_for_threads, look_at_every_page, session_of, signed_in
from tests.e2e.serving import chromium, serving
from tests.portal.recomputing import recomputed, scripts_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
LOOKING_ON = (Role.LEADER, Role.AUDITOR, Role.LINK_KEEPER)
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    files, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), transaction.atomic():
        loading.load(TODAY)
        yield
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = files


def cycle(year: int) -> Cycle:
    return Cycle.objects.get(year=year)


def test_the_province_has_fifteen_departments_and_a_hundred_communes_wards_and_special_zones():
    kinds = Counter(Unit.objects.filter(valid_until=None).values_list("kind", flat=True))
    communes = {"commune": 78, "ward": 20, "special_zone": 2}
    assert kinds == {"province": 1, "department": 15, "outside": 3, **communes}


def test_districts_ended_with_the_two_tier_era():
    ends = Unit.objects.filter(kind="district").values_list("valid_until", flat=True)
    assert list(ends) == [TWO_TIERS] * 9


def test_the_department_of_finance_came_from_finance_and_from_planning():
    finance = Unit.objects.get(name="Sở Tài chính", valid_until=None)
    came = {(step.before.name, step.kind.value, step.on) for step in predecessors(finance)}
    merged = date(2025, 3, 1)
    assert came == {("Sở Tài chính", "merge", merged), ("Sở Kế hoạch và Đầu tư", "merge", merged)}


def test_every_commune_of_before_became_one_of_today():
    rows = table("communes.csv")
    told = {(row["unit"], row["became"]) for row in rows}
    living = Unit.objects.filter(valid_until=None, kind__in=["commune", "ward", "special_zone"])
    assert {(step.before.name, unit.name) for unit in living for step in predecessors(unit)} == told


def test_every_account_signs_in_with_the_known_password_and_acts_in_its_role():
    roles = dict(Membership.objects.values_list("person__username", "role"))
    assert roles == {account.username: account.role.value for account in people.ACCOUNTS}
    assert all(person.check_password(people.PASSWORD) for person in Person.objects.all())
    assert not Person.objects.filter(must_change_password=True).exists()


def test_all_criteria_sets_are_published_but_the_small_one():
    states = Counter(CriteriaVersion.objects.values_list("state", flat=True))
    assert states == {"published": 5, "draft": 1}


@pytest.mark.parametrize(
    ("year", "state", "groups"),
    [
        (2023, "closed", {"Sở, ban, ngành": 21}),
        (2024, "closed", {DEPARTMENTS: 20, DISTRICTS: 9, OLD_COMMUNES: 215}),
        (2025, "closed", {DEPARTMENTS: 15, "Các xã": 78, "Các phường": 20, "Các đặc khu": 2}),
        (2026, "open", {DEPARTMENTS: 15, "Các xã": 78, "Các phường": 20, "Các đặc khu": 2}),
    ],
)
def test_each_year_has_its_groups(year: int, state: str, groups: dict[str, int]):
    assert cycle(year).state == state
    assert Counter(cycle(year).participants.values_list("peer_group", flat=True)) == groups


def test_units_are_compared_with_those_they_came_from():
    running = cycle(2026)
    earlier = earlier_participants(running)
    finance = earlier[running.participants.get(code="STC").pk]
    assert sorted((one.cycle.year, one.name) for one in finance) == [
        (2024, "Sở Kế hoạch và Đầu tư"),
        (2024, "Sở Tài chính"),
        (2025, "Sở Tài chính"),
    ]
    assert all(earlier.values())


def test_past_years_are_scored_whole_and_in_the_running_one_those_have_an_index_who_handed_in():
    runs = {year: IndexRun.objects.filter(cycle=cycle(year))[0] for year in (2023, 2024, 2025, 2026)}
    waiting = {year: run.units.filter(printed="").count() for year, run in runs.items() if year < 2026}
    assert waiting == {2023: 0, 2024: 0, 2025: 0}
    indexed = runs[2026].units.exclude(printed="").values_list("code", flat=True)
    assert set(indexed) == {*sheets.SUBMITTED, sheets.TWICE}
    assert {run.stage for run in runs.values()} == {Stage.DECIDED, Stage.FIRST_APPRAISAL}


def test_the_running_year_is_in_the_midst_of_self_scoring_with_sheets_in_every_state():
    units = progress_of(cycle(2026), timezone.make_aware(datetime.combine(TODAY, time(12))))
    counts = progress_counts(units)
    begun = {state: count for state, count in counts.items() if state is not Progress.NOT_BEGUN}
    assert {state: count for state, count in begun.items() if count} == {
        Progress.UNSUBMITTED: 2,
        Progress.LATE: 6,
        Progress.RETURNED: 2,
        Progress.ON_THE_WAY: 9,
        Progress.SUBMITTED: 10,
    }
    assert sum(counts.values()) == 115
    late = {one.unit for one in units if one.progress is Progress.LATE}
    assert set(Unit.objects.filter(pk__in=late).values_list("code", flat=True)) == set(sheets.LATE)
    assert Counter(one.is_extended for one in units if one.group == DEPARTMENTS) == {True: 6, False: 9}
    assert all(one.is_extended and one.until > TODAY for one in units if one.group != DEPARTMENTS)
    running = SheetSubmission.objects.filter(sheet__participant__cycle=cycle(2026))
    twice = running.filter(sheet__participant__code=sheets.TWICE)
    assert [one.number for one in twice.order_by("number")] == [1, 2]
    asked = ApplicabilityRequest.objects.filter(participant__cycle=cycle(2026), state="asked")
    codes = {one.participant.code for one in asked.select_related("participant")}
    assert codes == {sheets.ASKING, appraisals.ADVISED, appraisals.UNADVISED}


@pytest.mark.parametrize("username", ["can-bo-so", "can-bo-xa"])
def test_the_sheet_of_a_visitor_is_half_filled_with_documents_behind_it_and_work_shared_out(username: str):
    person = Person.objects.get(username=username)
    sheet = UnitSheet.objects.get(
        participant__cycle=cycle(2026), participant__unit=person.memberships.get().unit
    )
    assert 0.4 < sheet.given / sheet.leaves < 0.6
    links = EvidenceLink.objects.filter(sheet=sheet)
    assert (links.count(), links.values("document").distinct().count()) == (12, 3)
    assert {share.person for share in WorkShare.objects.filter(sheet=sheet)} == {person}


@pytest.mark.parametrize("username", ["can-bo-so", "truong-so", "can-bo-xa", "chu-tich-xa", "dieu-phoi"])
def test_the_bell_of_a_visitor_has_something_to_open(username: str):
    assert PersonalNotice.objects.filter(person__username=username, seen_at__isnull=True).exists()


def test_the_running_year_is_not_open_to_units_and_says_when_it_is_planned_to_be():
    running = cycle(2026)
    phase = opening_phase(running)
    assert (running.open_to_units, phase is not None and phase.name) == (False, "Công bố")
    assert not Sight(everywhere=False).is_whole(running)


def test_the_published_ranks_of_the_second_example_come_out():
    units = IndexRun.objects.get(cycle=cycle(2023)).units.order_by("place")
    with (ROOT / "examples/quang-binh-2023/points.csv").open(encoding="utf-8") as file:
        published = sorted((Fraction(row["1"]) for row in csv.DictReader(file)), reverse=True)
    assert [Fraction(unit.exact) for unit in units] == published
    assert [unit.rank for unit in units] == list(range(1, 22))


def test_one_wrong_file_was_taken_back_and_one_score_was_corrected_by_hand():
    undone = StagedFile.objects.filter(undone_at__isnull=False).values_list("file__name", flat=True)
    assert list(undone) == ["diem-dieu-tra-phuong-2026-ban-nhap.csv"]
    decided = Score.objects.filter(origin=Origin.DECIDED).values_list("cycle__year", flat=True)
    assert sorted(decided) == [2025, 2026]


def test_the_own_department_of_whoever_brings_the_scores_asks_for_one_and_waits_for_somebody_else():
    (asked,) = Correction.objects.filter(state=Correction.State.WAITING).select_related("participant")
    assert (asked.participant.name, asked.unit, str(asked.document)) == (
        "Sở Nội vụ",
        "Sở Nội vụ",
        "215/BC-SNV",
    )
    assert [one.unit for one in second_people(asked)] == ["Tỉnh An Lạc"]


def test_what_does_not_apply_is_told_with_its_reason_and_is_not_empty():
    reasons = NotApplicable.objects.filter(participant__cycle=cycle(2026)).values_list("reason", flat=True)
    assert len(set(reasons)) == 5


def test_the_log_names_the_coordinator_but_for_units_accounts_the_second_look_and_what_units_do_themselves():
    rows = Entry.objects.values_list("role", "verb")
    rooms = {(role, verb.partition(".")[0]) for role, verb in rows if verb != "accounts.password_changed"}
    assert rooms == followed.LOGGED


def reform() -> Plan:
    return Plan.objects.get(state=Plan.State.CURRENT, unit__kind="province")


def test_the_reform_plan_is_in_force_with_every_agency_found():
    plan = reform()
    assert (str(plan.document), plan.unit.name, plan.year) == ("KẾ HOẠCH 18/KH-UBND", "Tỉnh An Lạc", 2026)
    assert obstacles(plan) == Obstacles(measures=27, rows=0, agencies=0)
    assert [agency.text for agency in plan.agencies.filter(units=None)] == []
    assert [found.finding.code for found in findings_of(plan)] == ["deadline_next_year"]


def test_the_remediation_plan_waits_with_what_is_wrong_in_it():
    plan = Plan.objects.get(state=Plan.State.DRAFT, reading__isnull=False)
    codes = {"number_twice", "number_missing", "gap_difference", "deadline_unparsed"}
    assert {one.finding.code for one in findings_of(plan)} == codes
    assert obstacles(plan) == Obstacles(measures=8, rows=0, agencies=3)
    named = {agency.text for agency in unconfirmed_agencies(plan)}
    assert named == {"Bru điện tỉnh", "Các sở", "UBND cấp xã"}


def test_ten_months_of_the_reform_plan_show_every_state_of_work_and_what_was_decided():
    assert followed.standings(reform()) == set(RecordStanding)
    assert set(followed.signs(reform(), TODAY).values()) == {True}
    assert followed.achieved(reform()) == {"2026-H1": 6, "2026-Q1": 5, "2026-Q3": 6}
    assert followed.money(reform()) == 9_280_000_000


def test_the_reform_plan_was_amended_once_an_event_happened_and_two_units_carry_their_part_out():
    assert followed.amended(reform()) == ["added", "extended", "withdrawn"]
    assert followed.happened() == ["done"]
    assert followed.below() == {
        "STC": {"below": ["under_way", "done", "under_way"], "above": ["under_way", "done", "under_way"]},
        "90241": {"below": ["under_way", "done"], "above": ["under_way", "done"]},
    }


def test_the_same_scores_are_drawn_every_time():
    attached = cycle(2025).sets.order_by("pk")[0]
    assert DrawnPoints(attached).content() == DrawnPoints(attached).content()


def test_the_units_of_the_last_year_were_scored_from_surveys_whose_quotas_were_reached_unevenly():
    assert surveyed.taken(cycle(2025)) == (115, 193 + 100 * 14)
    assert [surveyed.shown(cycle(2025), code) for code in ("SYT", "90001")] == [(14, True)] * 2
    assert surveyed.states() == surveyed.STATES
    assert surveyed.reported(2025) == [(1265, 1195, 1188, 3, 4), (3412, 2929, 2921, 5, 3)]
    assert surveyed.in_the_field() == surveyed.FORMS
    assert surveyed.came_by_unit("Người dân") == set(range(7, 19))


def test_the_departments_of_the_last_year_went_through_the_whole_round_with_minutes():
    last = cycle(2025)
    stages = set(Score.objects.filter(cycle=last).values_list("stage", flat=True))
    assert stages == set(Stage.values)
    said = JustificationSubmission.objects.filter(of__participant__cycle=last)
    assert {one.by_lock for one in said} == {True, False}
    (minutes,) = SessionMinutes.objects.filter(session__cycle=last)
    votes = CouncilDecision.objects.filter(item__session=minutes.session, state="carried")
    assert {one.verdict for one in votes} == {"claim", "appraisal"}
    assert all(one.yes + one.no + one.abstained + one.absent == 3 for one in votes)
    assert {one.state for one in minutes.session.items.all()} == {AgendaItem.State.DECIDED}
    assert standing_final(last) is not None


@pytest.mark.parametrize("account", people.ACCOUNTS, ids=lambda one: one.username)
def test_every_desk_has_something_to_do_but_of_those_who_only_look_or_only_keep_accounts(account):
    member = Membership.objects.select_related("person", "unit").get(person__username=account.username)
    waits = list(waiting_for(actor_of(member), TODAY))
    idle = account.role in LOOKING_ON or account.username == "quan-tri-xa"
    assert bool(waits) is not idle, waits
    assert second_half.lacks_own_office(account.role, waits) is False, waits


def test_today_lies_behind_the_last_day_of_all_and_within_that_of_the_communes_while_who_handed_in_is_appraised():
    days = {phase.kind: phase for phase in phases(cycle(2026))}
    communes = days["self_scoring"].ends + timedelta(days=MORE_DAYS_OF_COMMUNES)
    assert days["self_scoring"].ends < days["appraisal"].starts < TODAY < communes < days["appraisal"].ends
    visited = Extension.objects.filter(participant__cycle=cycle(2026), participant__code__in=sheets.VISITED)
    assert [one.until for one in visited] == [communes, communes]


@pytest.mark.parametrize("account", people.ACCOUNTS, ids=lambda one: one.username)
def test_the_bar_names_the_nearest_day_of_what_waits_on_the_desk(account, django_assert_max_num_queries):
    member = Membership.objects.select_related("person", "unit").get(person__username=account.username)
    actor = actor_of(member)
    for day in (TODAY, TODAY + timedelta(days=8), TODAY + timedelta(days=45)):
        ahead = [one.until for one in waiting_for(actor, day) if one.until is not None and one.until >= day]
        with django_assert_max_num_queries(1):
            assert nearest_day(actor, day) == min(ahead, default=None)


def test_a_second_loading_is_refused():
    assert loading.is_loaded()
    with pytest.raises(Occupied):
        loading.load(TODAY)


@pytest.mark.parametrize("account", (one for one in people.ACCOUNTS if one.username[-2:] not in ("-2", "-3")))
def test_every_main_page_opens_for_those_who_may_see_it(account: people.Account):
    person = Person.objects.get(username=account.username)
    client = Client()
    client.force_login(person)
    bar = navigation(actor_of(person.memberships.get()), "/")
    pages = [item.href for item in (*bar.shown, *bar.folded)]
    assert {page: client.get(page, follow=True).status_code for page in pages} == dict.fromkeys(pages, 200)
    assert account.role not in (Role.UNIT_CLERK, Role.UNIT_HEAD) or reverse("self_scoring:own") in pages


def test_the_plan_of_a_department_waits_for_its_head_and_losses_became_plans_and_reports_stand_beside_earlier_ones():
    head = actor_of(Membership.objects.get(person__username="truong-so"))
    assert [plan.unit_id for plan in submitted_to(head)] == [head.unit_id]
    remedied.as_made_of_losses()
    periodic.as_of_two_years()


# --- pages -------------------------------------------------------------------------------------------------------

LOOKING = ("quan-tri", "dieu-phoi", "lanh-dao", "truong-so", "can-bo-so", "quan-tri-xa")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the server reads a copy of the file")
def test_no_page_scrolls_sideways_cuts_anything_or_has_targets_that_are_too_small(tmp_path):
    """Each page once, in the role that sees most; those that differ in every role."""
    sessions = [session_of(username) for username in LOOKING]
    looked_at: set[tuple[str, ...]] = set()
    faults: list[str] = []
    with database_for_threads(tmp_path), serving() as server, chromium() as browser:
        for username, session in zip(LOOKING, sessions, strict=True):
            looked_at -= {kind for kind in looked_at if kind[0] in DIFFER}
            with signed_in(browser, server, session) as context:
                faults += [f"{username}: {fault}" for fault in look_at_every_page(context, looked_at)]
    assert len({kind[0] for kind in looked_at}) > 60
    assert faults == []


def test_a_practice_two_who_differ_and_signed_reports_are_there_and_the_practice_is_apart():
    assert second_half.practice_on(TODAY) == ("open", False)
    assert second_half.states_of_doubles(cycle(2026)) == ["differs", "waits"]
    assert second_half.answers_of_signatures() == [("yes", "yes", "yes", "no"), ("yes", "yes", "yes", "yes")]


def test_every_release_verifies_in_all_three_ways_and_the_correction_names_what_changed(tmp_path):
    rows = list(Release.objects.select_related("bundle").order_by("year", "number"))
    archives = [content(row.bundle) for row in rows]
    for row, archive in zip(rows, archives, strict=True):
        found = verify_bundle(archive, root=short_root(row.root), key=public_key())
        assert (found.faults, found.differences) == ((), ())
        (tmp_path / "goi.zip").write_bytes(archive)
        inside = [sys.executable, verify.__file__, tmp_path / "goi.zip", "--root", short_root(row.root)]
        subprocess.run(inside, check=True, stdout=subprocess.DEVNULL)
    in_browser = recomputed(scripts_in(tmp_path), archives)
    assert [(one["wrong"], one["differences"]) for one in in_browser] == [([], [])] * len(rows)
    assert [one["root"] for one in in_browser] == [short_root(row.root) for row in rows]
    assert surveyed.differing(archives) == []
    first, second = (archive for row, archive in zip(rows, archives, strict=True) if row.year == 2025)
    compared = compare_bundles(first, "goi.zip", second)
    assert compared.changes
    assert (compared.unannounced, compared.unfounded) == ((), ())
