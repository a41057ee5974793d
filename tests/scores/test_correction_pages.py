"""The pages on which a score is corrected, asked for, decided and taken back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from cchc.access.permissions import Role, Scope
from cchc.core.words.numbers import plain
from cchc.cycles.models import Cycle
from cchc.intake.actions import apply
from cchc.results.models import IndexRun, UnitIndex
from cchc.scores.models import Correction, Score
from cchc.scores.queries.basis import basis_of, set_ranking
from cchc.scores.queries.effects import Effect, MissingFigures, UnitStanding, effect_of
from cchc.scores.templatetags.scores import effect_sentence
from cchc.units.models import Unit
from tests.builders import a_member, a_scored_cycle, actor_for, imported, staged
from tests.markup import source
from tests.scores.asking import ask, member_of, points, unit_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    """A cycle whose scores are in."""
    found = a_scored_cycle()
    imported(found)
    return found


def browser(unit: str = "", role: Role = Role.COORDINATOR) -> Client:
    """Somebody of a unit, or of the province, in English."""
    client = Client()
    client.cookies["django_language"] = "en"
    member = a_member(role, unit=Unit.objects.get(name=unit) if unit else None)
    client.force_login(member.person)
    return client


def address(cycle: Cycle, name: str, rest: str) -> str:
    return f"/ket-qua/{cycle.province_id}/{cycle.year}/don-vi/{unit_of(cycle, name).unit_id}/{rest}"


def typed(**more: str) -> dict[str, str]:
    return {"version": "1", "how": "figures", "reason": "Rà soát", **more}


FIGURES = {"figure-done": "5", "figure-total": "10"}


# What a change does


def test_an_effect_is_what_the_index_says_before_and_after_and_nothing_is_written(cycle: Cycle):
    unit, runs = unit_of(cycle), IndexRun.objects.count()
    effect = effect_of(basis_of(unit.cycle_set, cycle), unit, {"1.2": Fraction(0)})
    assert (IndexRun.objects.count(), points(cycle)) == (runs, "2")
    assert effect == Effect(UnitStanding("2", "91", 1, "Tốt"), UnitStanding("0", "71", 2, "Khá"), 1)
    made = ask(member_of("Sở Y tế"), cycle, Fraction(0))
    run = IndexRun.objects.first()
    row = UnitIndex.objects.get(run=run, participant=unit)
    assert made.effect["after"] == {"points": "0", "index": row.printed, "rank": row.rank, "grade": row.grade}


def test_the_ranks_of_others_that_change_are_counted(cycle: Cycle):
    unit = unit_of(cycle)
    basis = basis_of(unit.cycle_set, cycle)
    changed = {"1.2": None}
    ranks = {pk: one.rank for pk, one in set_ranking(basis).accounts.items()}
    after = {
        pk: one.rank
        for pk, one in set_ranking(
            basis, {(unit.pk, leaf): what for leaf, what in changed.items()}
        ).accounts.items()
    }
    effect = effect_of(basis, unit, changed)
    assert effect.moved == sum(after[pk] != ranks[pk] for pk in ranks if pk != unit.pk) == 1
    assert (effect.leaves_ranking, effect.after.index) == (True, "")


def test_figures_from_which_no_points_follow_are_named(cycle: Cycle):
    unit = unit_of(cycle)
    with pytest.raises(MissingFigures) as refused:
        effect_of(basis_of(unit.cycle_set, cycle), unit, {"1.1": {"done": Fraction(5)}})
    assert [one.label for one in refused.value.variables] == ["Số nhiệm vụ trong kế hoạch"]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (("1.91", 10), ("2.5", 8), "3.4 · Sở Nội vụ: 1,91 → 2,50; hạng 10 → 8"),
        (("1.9125", 3), ("2", 3), "3.4 · Sở Nội vụ: 1,9125 → 2,0000; vẫn hạng 3"),
        (("1/3", 3), ("1", 2), "3.4 · Sở Nội vụ: 0,3333 → 1,0000; hạng 3 → 2"),
        (("", None), ("2", 4), "3.4 · Sở Nội vụ: chưa chấm → 2,00; nay xếp hạng 4"),
    ],
)
def test_success_says_in_one_sentence_what_changed(before, after, told):
    effect = Effect(
        UnitStanding(before[0], "90", before[1], ""), UnitStanding(after[0], "91", after[1], ""), 0
    )
    with translation.override("vi"):
        assert effect_sentence(effect, "3.4", "Sở Nội vụ") == told


# The form


def test_half_a_set_of_figures_is_refused_and_what_is_missing_is_named(cycle: Cycle):
    shown = browser().post(address(cycle, "Sở Nội vụ", "1.1/sua/"), typed(**{"figure-done": "5"}))
    form = shown.context["form"]
    assert (shown.status_code, list(form.errors)) == (422, ["__all__", "figure-total"])
    assert "“Số nhiệm vụ trong kế hoạch”" in form.errors["__all__"][0]
    assert Score.objects.get(participant=unit_of(cycle), leaf="1.1").figures == {"done": "9", "total": "10"}


def test_what_was_typed_for_one_way_of_scoring_stays_while_the_other_is_chosen(cycle: Cycle):
    client, at = browser(), address(cycle, "Sở Nội vụ", "1.1/sua/")
    both = typed(**FIGURES, points="không phải số")
    shown = client.post(at, both)
    assert (shown.status_code, shown.context["form"]["points"].value()) == (200, "không phải số")
    assert [field.value() for field in shown.context["form"].figure_fields()] == ["5", "10"]
    as_points = client.post(at, {**both, "how": "points", "points": "1.5", "figure-done": "năm"})
    assert [field.value() for field in as_points.context["form"].figure_fields()] == ["năm", "10"]
    assert as_points.status_code == 200


def test_a_score_given_as_points_offers_the_figures_that_it_had(cycle: Cycle):
    client, at = browser(), address(cycle, "Sở Nội vụ", "1.1/sua/")
    given = typed(how="points", points="1.5")
    client.post(at, {**given, "seen": client.post(at, given).context["seen"]})
    form = client.get(at).context["form"]
    assert [form.initial[name] for name in ("how", "points", "figure-done", "figure-total")] == [
        "points", "1.5", "9", "10",
    ]  # fmt: skip


def test_nothing_is_saved_but_what_was_shown(cycle: Cycle):
    client, at = browser(), address(cycle, "Sở Nội vụ", "1.1/sua/")
    shown = client.post(at, typed(**FIGURES))
    assert (shown.status_code, Correction.objects.count()) == (200, 0)
    other = client.post(at, typed(**{**FIGURES, "figure-done": "6"}, seen=shown.context["seen"]))
    assert (other.status_code, Correction.objects.count()) == (200, 0)
    ask(member_of("Sở Y tế"), cycle, Fraction(1, 2), version=1, name="Sở Tài chính")
    moved = client.post(at, typed(**FIGURES, seen=shown.context["seen"]))
    assert (moved.status_code, moved.context["effect"] != shown.context["effect"]) == (200, True)
    done = client.post(at, typed(**FIGURES, seen=moved.context["seen"]))
    assert (done.status_code, Correction.objects.count()) == (302, 2)


def test_what_the_score_holds_already_is_no_correction(cycle: Cycle):
    at = address(cycle, "Sở Nội vụ", "1.1/sua/")
    same = browser().post(at, typed(**{"figure-done": "9", "figure-total": "10"}))
    assert (same.status_code, "nothing would change" in source(same)) == (422, True)


def test_that_a_unit_would_leave_the_ranking_is_said_aloud(cycle: Cycle):
    shown = browser().post(address(cycle, "Sở Nội vụ", "1.1/sua/"), typed(how="pending"))
    assert "The unit leaves the ranking until everything is scored." in source(shown)


def test_the_document_is_attached_when_it_is_saved_and_handed_out_to_whoever_sees_the_score(cycle: Cycle):
    client, at = browser(), address(cycle, "Sở Nội vụ", "1.2/sua/")
    given = typed(points="1", document_number="12/BB-HĐTĐ", document_date="20/12/2026")
    seen = client.post(at, given).context["seen"]
    other = SimpleUploadedFile("bien-ban.pdf", b"no document")
    assert client.post(at, {**given, "seen": seen, "document_file": other}).status_code == 422
    file = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.7 bien ban")
    assert client.post(at, {**given, "seen": seen, "document_file": file}).status_code == 302
    kept = address(cycle, "Sở Nội vụ", f"1.2/lich-su/{Correction.objects.get().pk}/van-ban/")
    assert kept in source(client.get(address(cycle, "Sở Nội vụ", "1.2/lich-su/")))
    assert b"".join(client.get(kept).streaming_content) == b"%PDF-1.7 bien ban"
    assert browser("Sở Y tế", Role.UNIT_HEAD).get(kept).status_code == 404


# The second person


def test_the_own_unit_asks_and_the_page_names_whom_to_appoint_where_there_is_nobody(cycle: Cycle):
    client, at = browser("Sở Nội vụ"), address(cycle, "Sở Nội vụ", "1.2/sua/")
    shown = client.get(at)
    assert "Nobody may approve it yet." in source(shown)
    assert "role “Coordinator”, scope “whole province”, on the page “People”" in source(shown)
    second = a_member(Role.ADMINISTRATOR, unit=cycle.province)
    assert f"{second.person.name} ({cycle.province.name})" in source(client.get(at))
    given = typed(points="1")
    sent = client.post(at, {**given, "seen": client.post(at, given).context["seen"]})
    asked = Correction.objects.get()
    assert (sent.url.endswith(f"/de-nghi-sua/{asked.pk}/"), points(cycle)) == (True, "2")
    assert "Approve the change" not in source(client.get(sent.url))
    assert client.post(f"{sent.url}duyet/").status_code == 404


def test_a_change_that_waits_is_said_before_anything_is_typed(cycle: Cycle):
    asked = ask(member_of("Sở Nội vụ"), cycle)
    at = address(cycle, "Sở Nội vụ", "1.2/sua/")
    for client in (browser("Sở Nội vụ"), browser()):
        page = source(client.get(at))
        assert f"{asked.person} has asked for a change of this score already" in page
        assert f"/de-nghi-sua/{asked.pk}/" in page
    other = source(browser("Sở Nội vụ").get(address(cycle, "Sở Nội vụ", "2.2/sua/")))
    assert "has asked for a change" not in other


def test_a_request_is_approved_as_it_was_shown_and_stale_ones_show_both_values(cycle: Cycle):
    asked = ask(member_of("Sở Nội vụ"), cycle)
    client, at = browser(), f"/ket-qua/{cycle.province_id}/{cycle.year}/de-nghi-sua/{asked.pk}/"
    shown = client.get(at)
    assert (shown.context["effect"].after.index, shown.context["decides"]) == ("81", True)
    assert client.post(f"{at}duyet/", {"seen": "khác"}).status_code == 409
    assert client.post(f"{at}tu-choi/", {"reason": ""}).status_code == 422
    ask(member_of("Sở Y tế"), cycle, Fraction(3, 2))
    late = client.post(f"{at}duyet/", {"seen": shown.context["seen"]})
    assert (late.status_code, [one.now.points for one in late.context["moved"]]) == (409, ["1.5"])
    assert points(cycle) == "1.5"
    listed = client.get(f"/ket-qua/{cycle.province_id}/{cycle.year}/de-nghi-sua/")
    assert [one.pk for one, _cells in listed.context["asked"]] == [asked.pk]


def test_requests_of_a_unit_are_unseen_by_whoever_stands_near_to_it(cycle: Cycle):
    membership = a_member(Role.COORDINATOR, unit=cycle.province)
    asked = ask(member_of("Sở Nội vụ"), cycle)
    at = f"/ket-qua/{cycle.province_id}/{cycle.year}/de-nghi-sua/"
    division = Unit.objects.get(name="Sở Nội vụ")
    near = actor_for(a_member(Role.COORDINATOR, unit=division))
    client = Client()
    client.force_login(membership.person)
    assert client.get(f"{at}{asked.pk}/").status_code == 200
    assert near.unit_id == asked.unit_id
    for role, scope in ((Role.UNIT_HEAD, Scope.OWN_UNIT), (Role.LEADER, Scope.PROVINCE)):
        client.force_login(a_member(role, scope=scope).person)
        assert client.get(f"{at}{asked.pk}/").status_code == 404


def test_a_points_file_lists_the_rows_of_the_own_unit_apart(cycle: Cycle):
    file = staged(cycle, "unit,1.2,2.2\nSở Nội vụ,1,2\nSở Y tế,2,1\n")
    at = f"/ket-qua/{cycle.province_id}/{cycle.year}/nhap-diem/{file.pk}/"
    client = browser("Sở Nội vụ")
    shown = client.get(at)
    assert [(one.unit, one.leaf) for one in shown.context["apart"]] == [
        ("Sở Nội vụ", "1.2"),
        ("Sở Nội vụ", "2.2"),
    ]
    assert browser().get(at).context["apart"] == []
    done = client.post(f"{at}ap-dung/", follow=True)
    assert "2 scores imported." in source(done)
    assert "2 scores wait for a second person." in source(done)
    assert [one.participant.name for one in client.get(at).context["asked"]] == ["Sở Nội vụ"]


# History and taking back


def test_the_history_shows_ranks_only_to_whom_the_ranking_is_open(cycle: Cycle):
    ask(member_of("Sở Y tế"), cycle, Fraction(0))
    at = address(cycle, "Sở Nội vụ", "1.2/lich-su/")
    own = browser("Sở Nội vụ", Role.UNIT_HEAD).get(at)
    assert (own.status_code, "Rank 1" in source(own), "12/BB-HĐTĐ" in source(own)) == (200, False, True)
    assert "Rank 1" in source(browser().get(at))
    assert browser("Sở Y tế", Role.UNIT_HEAD).get(at).status_code == 404


def test_a_correction_is_taken_back_from_its_history(cycle: Cycle):
    made = ask(member_of("Sở Y tế"), cycle, Fraction(0))
    client, at = browser(), address(cycle, "Sở Nội vụ", f"1.2/lich-su/{made.pk}/hoan-tac/")
    assert f"{made.pk}/hoan-tac/" in source(client.get(address(cycle, "Sở Nội vụ", "1.2/lich-su/")))
    shown = client.get(at)
    assert shown.context["effect"].after.points == plain(Fraction(2))
    assert client.post(at, {"reason": "", "seen": shown.context["seen"]}).status_code == 422
    assert client.post(at, {"reason": "Nhầm", "seen": "khác"}).status_code == 409
    assert client.post(at, {"reason": "Nhầm", "seen": shown.context["seen"]}).status_code == 302
    assert points(cycle) == "2"
    again = client.post(at, {"reason": "Nhầm", "seen": shown.context["seen"]})
    assert (again.status_code, "something newer stands" in source(again)) == (409, True)


def test_rows_of_a_file_are_taken_back_with_the_file_and_not_one_by_one(cycle: Cycle):
    apply(by=member_of("Sở Nội vụ"), staged=staged(cycle, "unit,1.2\nSở Nội vụ,1\n"))
    asked = Correction.objects.get()
    at = address(cycle, "Sở Nội vụ", f"1.2/lich-su/{asked.pk}/hoan-tac/")
    assert browser().get(at).status_code == 404
