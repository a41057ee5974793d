"""Lost points of a peer group: what the page shows, to whom, and how many questions it asks the database."""

from __future__ import annotations

import io
from datetime import datetime
from fractions import Fraction
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.analysis.queries.accounts import forget_accounts
from cchc.analysis.queries.losses import LossFilter, losses_page
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.cycles import actions as cycle_actions
from cchc.cycles.policies import SIGHT_OF_ALL, sight_of
from cchc.cycles.queries import peer_groups
from cchc.results.actions import recompute_marked
from cchc.results.models import UnitIndex
from cchc.results.queries.accounts import current_run
from cchc.results.queries.unit import unit_page
from tests.builders import (
    POINTS,
    SCORED,
    a_filled_sheet,
    a_member,
    a_published_set,
    a_scored_cycle,
    a_whole_round,
    a_work_plan,
    actor_for,
    an_actor,
    an_appraiser,
    imported,
    sent_result,
    to_appraise,
    wholly_appraised,
)
from tests.markup import source
from tests.results.test_untold import page_text, signed_in

pytestmark = pytest.mark.django_db

DECEMBER = datetime(2026, 12, 22, 9, 0, tzinfo=VIETNAM)


def at(cycle, rest: str = "") -> str:
    """The address of the lost points of `cycle`."""
    return f"/phan-tich/{cycle.province_id}/{cycle.year}/diem-mat/{rest}"


def losses_of(cycle, sight=SIGHT_OF_ALL, **asked):
    """The losses of the first peer group."""
    return losses_page(sight, cycle, peer_groups(cycle)[0], current_run(cycle), LossFilter(**asked))


def test_the_losses_are_those_of_the_ranking_and_of_the_page_of_each_unit():
    cycle = a_scored_cycle()
    imported(cycle)
    found = losses_of(cycle)
    stored = {row.name: row for row in UnitIndex.objects.filter(run=current_run(cycle))}
    assert len(found.units) == len(stored) == 3
    for line in found.units:
        row = stored[line.name]
        assert (line.account.points, line.account.maximum) == (Fraction(row.points), Fraction(row.maximum))
        assert line.account.lost == sum(map(Fraction, row.losses.values()))
        own = losses_of(cycle, unit=int(line.key))
        page = unit_page(SIGHT_OF_ALL, cycle.participants.get(name=line.name), cycle)
        assert own.lost == page.ledger.lost == line.account.lost
        assert [(one.node.number, one.code, one.points) for one in own.singles] == [
            (one.number, one.code, one.points) for one in page.to_win
        ]


def test_every_table_sums_to_the_same_losses_whatever_is_asked_for():
    cycle = a_scored_cycle()
    imported(cycle)
    for asked in ({}, {"domain": "1"}, {"code": "ratio"}, {"unit": cycle.participants.first().unit_id}):
        found = losses_of(cycle, **asked)
        account = found.account
        assert account.maximum + account.bonus == account.points + account.lost + account.pending
        assert {
            sum((one.points for one in found.codes), Fraction(0)),
            sum((one.points for one in found.agencies), Fraction(0)),
            sum((one.points for one in found.singles), Fraction(0)),
            sum((one.step.sum.points for one in found.lines), Fraction(0)),
            sum((one.filtered for one in found.units), Fraction(0)),
            sum((one.filtered for one in found.domains), Fraction(0)),
        } == {found.lost}
        if "code" not in asked:
            assert found.lost == account.lost
    # 1.1 ratio: 9/10, 10/10, 1/3 of 3 points
    assert losses_of(cycle, code="ratio").lost == Fraction(3, 10) + 2


def test_where_all_lose_and_where_one_does():
    cycle = a_scored_cycle()
    imported(cycle)
    found = losses_of(cycle)
    # 1.2 is scored for two units, and one lost there; at 2.1 the best lost nothing, the other two did.
    assert [(one.node.number, one.units, one.applies) for one in found.once] == [("1.2", 1, 2)]
    assert found.everywhere == ()
    assert {one.node.number: (one.units, one.applies) for one in found.lines} == {
        "1.1": (2, 3), "1.2": (1, 2), "2.1": (2, 3), "2.2": (2, 3),
    }  # fmt: skip


def test_what_is_asked_for_and_occurs_nowhere_asks_for_all():
    cycle = a_scored_cycle()
    imported(cycle)
    whole = losses_of(cycle)
    asked = {"domain": "9", "code": "nothing", "agency": "Sở X", "unit": 10**9, "criterion": "9.9"}
    assert losses_of(cycle, **asked).lost == whole.lost
    assert not losses_of(cycle, **asked).asked.narrows


def test_filters_stay_through_years_and_groups_and_those_that_fit_nowhere_are_named(client_of):
    before = a_scored_cycle(year=2025)
    imported(before)
    cycle_actions.close_cycle(by=an_actor(), cycle=before)
    version = before.sets.get().version
    now = a_scored_cycle(year=2026, province=before.province, version=version)
    imported(now)
    client, asked = client_of(Role.LEADER), "linh_vuc=2&ly_do=ratio&tieu_chi=2.2&xem=tung-khoan"
    page = unescape(source(client.get(at(now, f"?{asked}&page=3"))))
    assert f'href="{at(before)}?{asked}&khoi=' in page
    told = client.get(at(now, "?linh_vuc=9&ly_do=late&don_vi=999999"))
    assert len(told.context["unused"]) == 3
    assert client.get(at(now, f"?{asked}")).context["unused"] == []


def test_the_page_leads_from_a_criterion_to_the_units_and_to_their_derivations(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    client = client_of(Role.LEADER)
    assert client.get("/phan-tich/").url == at(cycle)
    assert "tieu_chi=1.1" in source(client.get(at(cycle, "?xem=tieu-chi")))
    singles = source(client.get(at(cycle, "?xem=tung-khoan&tieu_chi=1.1")))
    unit = cycle.participants.get(name="Sở Y tế").unit_id
    why = f"/ket-qua/{cycle.province_id}/{cycle.year}/don-vi/{unit}/1.1/vi-sao/"
    assert why in singles
    assert client.get(why).status_code == 200
    for view in ("", "?xem=don-vi", "?xem=gi-do"):
        assert client.get(at(cycle, view)).status_code == 200


def test_without_scores_and_without_a_cycle_the_page_says_what_comes_here(client_of):
    client = client_of(Role.LEADER)
    assert "No cycle yet" in source(client.get("/phan-tich/"))
    assert "No losses to show yet" in source(client.get(at(a_scored_cycle())))


def test_before_the_release_a_unit_sees_its_own_losses_and_no_name_or_count_of_others():
    cycle = a_scored_cycle()
    imported(cycle)
    own = cycle.participants.get(name="Sở Y tế")
    head = a_member(Role.UNIT_HEAD, unit=own.unit)
    sight = sight_of(actor_for(head))
    found = losses_of(cycle, sight)
    assert [line.name for line in found.units] == ["Sở Y tế"]
    assert (found.everywhere, found.once) == ((), ())
    assert found.account == losses_of(cycle, unit=own.unit_id).account
    client = signed_in(head)
    bodies = [
        source(client.get(at(cycle, view)))
        for view in ("", "?xem=tieu-chi", "?xem=don-vi", "?xem=tung-khoan")
    ]
    for body in bodies:
        for said in ("Sở Nội vụ", "Sở Tài chính", "Units that lose", "Mean of a unit"):
            assert said not in body
        assert "provisional" in body
    other = cycle.participants.get(name="Sở Nội vụ").unit_id
    asked = client.get(at(cycle, f"?xem=don-vi&don_vi={other}")).context["losses"].asked
    assert asked.unit == 0  # a unit that is not seen is asked for like one that does not exist


def test_nothing_of_an_appraisal_that_was_not_sent_is_read_from_losses(turn_clock):
    turn_clock(DECEMBER)
    cycle = a_whole_round()
    appraiser = an_appraiser()
    a_work_plan(cycle, appraiser)
    row = to_appraise(a_filled_sheet(cycle))
    unit = row.participant.unit
    recompute_marked()
    head, near = (signed_in(a_member(role, unit=unit)) for role in (Role.UNIT_HEAD, Role.COORDINATOR))
    stranger = signed_in(an_appraiser("Sở Tài chính", role=Role.AUDITOR))
    views = ("?xem=tieu-chi", "?xem=don-vi", "?xem=tung-khoan", "")

    def said(client):
        return [page_text(client.get(at(cycle, view)).content.decode()) for view in views]

    before = {client: said(client) for client in (head, near, stranger)}
    row = wholly_appraised(row, appraiser, now=DECEMBER)
    recompute_marked()
    assert (said(head), said(near)) == (before[head], before[near])
    assert said(stranger) != before[stranger]
    sent_result(row)
    assert said(head) != before[head]


def test_the_number_of_questions_does_not_depend_on_the_units(client_of):
    counts = []
    for names in (("Sở Nội vụ", "Sở Tài chính"), tuple(f"Sở số {one}" for one in range(12))):
        cycle = a_scored_cycle(names, year=2024 + len(counts))
        rows = [f"{name};9;10;2;80%;2,4" for name in names]
        imported(cycle, "\n".join(["đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2", *rows]) + "\n")
        client = client_of(Role.LEADER)
        client.get(at(cycle))
        forget_accounts()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(at(cycle, "?xem=tung-khoan"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_closed_year_is_open_to_units():
    cycle = a_scored_cycle()
    full = "đơn vị;1.1;1.2;2.1;2.2\nSở Nội vụ;3;2;1;1\nSở Tài chính;3;2;2;1\nSở Y tế;3;2;2;3\n"
    imported(cycle, full)
    head = a_member(Role.UNIT_HEAD, unit=cycle.participants.get(name="Sở Y tế").unit)
    assert len(losses_of(cycle, sight_of(actor_for(head))).units) == 1
    cycle = cycle_actions.close_cycle(by=an_actor(), cycle=cycle)
    found = losses_of(cycle, sight_of(actor_for(head)))
    assert [(one.name, one.account.lost) for one in found.units] == [
        ("Sở Nội vụ", 3), ("Sở Tài chính", 2), ("Sở Y tế", 0),
    ]  # fmt: skip
    assert [(one.node.number, one.units) for one in found.lines] == [("2.2", 2), ("2.1", 1)]


FULL = "đơn vị;1.1;1.2;2.1;2.2\nSở Nội vụ;3;2;1;1\nSở Tài chính;3;2;2;1\nSở Y tế;3;2;2;3\n"


def test_over_the_years_only_what_one_formula_gave_is_set_side_by_side(client_of):
    other = SCORED.replace('id = "scored"', 'id = "truoc"').replace(
        'rule = "ratio done / total"', 'rule = "ratio done / total; zero below 50%"'
    )
    oldest = a_scored_cycle(year=2024, version=a_published_set(other))
    imported(oldest, FULL)
    before = a_scored_cycle(year=2025, province=oldest.province, version=a_published_set(SCORED))
    imported(before, FULL)
    for cycle in (oldest, before):
        cycle_actions.close_cycle(by=an_actor(), cycle=cycle)
    now = a_scored_cycle(year=2026, province=oldest.province, version=before.sets.get().version)
    imported(now)
    page = client_of(Role.LEADER).get(at(now, "?xem=cac-nam"))
    beside = page.context["beside"]
    assert [(one.year, one.units, one.account.lost) for one in beside.years] == [
        (2025, 3, 5), (2026, 3, losses_of(now).lost),
    ]  # fmt: skip
    assert beside.apart == (2024,)
    for one in beside.years:
        account = one.account
        assert account.maximum + account.bonus == account.points + account.lost + account.pending
    lines = {line.node.number: line for line in beside.criteria}
    # 2.2: 2 + 2 points of three units, then 0.6 + 0 + 0.75
    assert lines["2.2"].means == (Fraction(4, 3), Fraction(135, 300))
    assert lines["2.2"].change == Fraction("0.45") - Fraction("1.33")  # as the two stand beside it
    assert "2024" in source(page)


def test_a_unit_that_sees_itself_alone_is_offered_no_years():
    cycle = a_scored_cycle()
    imported(cycle)
    head = a_member(Role.UNIT_HEAD, unit=cycle.participants.get(name="Sở Y tế").unit)
    page = signed_in(head).get(at(cycle, "?xem=cac-nam"))
    assert page.context["beside"] is None
    assert "Over the years" not in source(page)


def test_the_workbook_has_what_is_asked_for_and_no_text_of_it_is_a_formula(client_of):
    cycle = a_scored_cycle(("Sở Nội vụ", "=1+1", "Sở Y tế"))
    imported(cycle, POINTS.replace("Sở Tài chính", "=1+1"))
    answer = client_of(Role.LEADER).get(at(cycle).removesuffix("/") + ".xlsx?xem=don-vi&linh_vuc=2")
    assert "diem-mat-2026" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [
        "By domain",
        "By criterion",
        "By reason",
        "By agency",
        "By unit",
        "Loss by loss",
    ]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    said = [cell.value for cell in cells]
    assert "=1+1" in said
    assert any("PROVISIONAL" in str(one) for one in said)
    assert not any(one == "1.1" for one in said)  # of another domain
    sums = {
        sheet: [row for row in book[sheet].iter_rows(values_only=True)][-1][4]
        for sheet in ("By domain", "By unit")
    }
    lost = losses_of(cycle, domain="2").lost
    assert [Fraction(str(one)) for one in sums.values()] == [lost, lost]
