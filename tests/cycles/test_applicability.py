"""What applies: a tick means it applies, ticks survive filters and pages, and cells with scores are asked about."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.cycles import actions
from cchc.cycles.forms.applicability import CellChanges, MatrixForm, cell_key
from cchc.cycles.models import Cycle, NotApplicable
from cchc.cycles.queries import Leaf, Taking
from cchc.scores.models import Score
from tests.builders import a_member, a_running_cycle, a_scored_cycle, an_actor, imported
from tests.markup import source

LEAVES = [Leaf(f"{domain}.{leaf}", "", str(domain), "") for domain in (1, 2) for leaf in (1, 2)]
TAKING = [
    Taking(number, number, 1, f"Sở {number}", "", "", "department", number, frozenset())
    for number in (1, 2, 3)
]
CELLS = [(row.id, leaf.number) for row in TAKING for leaf in LEAVES]

# The form


def queried(**lists: Any) -> Any:
    """What a browser sends."""
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    for name, values in lists.items():
        query.setlist(name, [str(value) for value in values])
    return query


@given(
    without=st.sets(st.sampled_from(CELLS)),
    wanted=st.sets(st.sampled_from(CELLS)),
    parts=st.lists(
        st.tuples(st.sets(st.sampled_from([1, 2, 3]), min_size=1), st.sampled_from(["1", "2"])),
        min_size=1,
        max_size=5,
    ),
)
def test_ticks_made_on_any_parts_one_after_the_other_arrive_together(
    without: set[tuple[int, str]], wanted: set[tuple[int, str]], parts: list[tuple[set[int], str]]
) -> None:
    """`wanted` are the cells that the person unticks, each when it is on the page."""
    changes, seen_cells = CellChanges(), set()
    for rows, domain in parts:
        columns = [leaf.number for leaf in LEAVES if leaf.domain == domain]
        on_page = {(row, leaf) for row in rows for leaf in columns}
        seen_cells |= on_page
        sent = queried(
            seen=rows,
            column=columns,
            cell=[cell_key(cell) for cell in on_page - wanted],
            was_off=[cell_key(cell) for cell in on_page & without],
            off=[cell_key(cell) for cell in changes.off - on_page],
            on=[cell_key(cell) for cell in changes.on - on_page],
        )
        changes = MatrixForm(sent).changes(TAKING, LEAVES)
    assert changes.off == (wanted - without) & seen_cells
    assert changes.on == (without - wanted) & seen_cells


def test_a_cell_that_is_not_in_the_table_is_not_changed() -> None:
    sent = queried(seen=[1, 9], column=["1.1", "8.8"], cell=[], off=["9:1.1", "1:8.8", "x"], on=["7"])
    assert MatrixForm(sent).changes(TAKING, LEAVES) == CellChanges(off=frozenset({(1, "1.1")}))


# The pages


@pytest.fixture
def office(client_of: Callable[[Role], Client]) -> Client:
    return client_of(Role.COORDINATOR)


def at(name: str, cycle: Cycle) -> str:
    return reverse(f"cycles:{name}", args=[cycle.pk, cycle.sets.get().pk])


def form_of(answer: Any) -> dict[str, Any]:
    """The fields of the form on a page as a browser without JavaScript sends them."""
    text = source(answer)
    text = text[text.index("<form", text.index("<main")) :]
    found: dict[str, Any] = {}
    for field in re.findall(r"<input [^>]*>", text):
        name, value = re.search(r'name="(\w+)"', field), re.search(r'value="([^"]*)"', field)
        box = 'type="checkbox"' in field
        if name and name[1] != "csrfmiddlewaretoken" and (not box or "checked" in field):
            found.setdefault(name[1], []).append(value[1] if value else "")
    return found


def cells() -> list[tuple[int, str]]:
    return list(NotApplicable.objects.order_by("pk").values_list("participant_id", "leaf"))


@pytest.mark.django_db
def test_a_tick_means_that_it_applies(office: Client) -> None:
    cycle = a_running_cycle(2)
    one, two = (row.pk for row in cycle.participants.order_by("place"))
    shown = form_of(office.get(at("applicability", cycle)))
    assert shown["cell"] == [f"{row}:{leaf}" for row in (one, two) for leaf in ("1.1", "1.2")]
    shown["cell"].remove(f"{one}:1.1")
    assert office.post(at("applicability_change", cycle), shown).status_code == 422
    saved = office.post(at("applicability_change", cycle), shown | {"reason": "Không có nhiệm vụ"})
    assert (saved.status_code, cells()) == (302, [(one, "1.1")])
    again = form_of(office.get(at("applicability", cycle)))
    assert (f"{one}:1.1" in again["cell"], again["was_off"]) == (False, [f"{one}:1.1"])
    again["cell"].append(f"{one}:1.1")
    assert office.post(at("applicability_change", cycle), again).status_code == 422  # fixed at the opening
    office.post(at("applicability_change", cycle), again | {"reason": "Có nhiệm vụ"})
    assert cells() == []


@pytest.mark.django_db
def test_ticks_survive_another_domain_a_search_and_a_refusal_and_are_saved_together(office: Client) -> None:
    cycle = a_running_cycle(2)
    one, two = (row.pk for row in cycle.participants.order_by("place"))
    shown = form_of(office.get(at("applicability", cycle)))
    shown["cell"].remove(f"{one}:1.1")
    other = office.post(at("applicability_look", cycle), shown | {"domain": "2", "q": "so so 2"})
    assert "1 changed cell is not saved yet" in source(other)
    second = form_of(other)
    assert (second["seen"], second["column"], second["off"]) == ([str(two)], ["2.1"], [f"{one}:1.1"])
    refused = office.post(
        at("applicability_change", cycle), {**second, "cell": [], "domain": "2", "q": "so so 2"}
    )
    assert refused.status_code == 422
    third = form_of(refused) | {"domain": "2", "q": "so so 2", "reason": "Không có nhiệm vụ"}
    saved = office.post(at("applicability_change", cycle), third)
    assert saved["Location"] == f"{at('applicability', cycle)}?domain=2&q=so+so+2"
    assert sorted(cells()) == [(one, "1.1"), (two, "2.1")]


@pytest.mark.django_db
def test_what_somebody_else_changed_meanwhile_stays_changed(office: Client) -> None:
    cycle = a_running_cycle(2)
    one, two = (row.pk for row in cycle.participants.order_by("place"))
    shown = form_of(office.get(at("applicability", cycle)))
    actions.change_applicability(by=an_actor(), cycle=cycle, off=[(two, "1.2")], reason="Người khác")
    shown["cell"].remove(f"{one}:1.1")
    office.post(at("applicability_change", cycle), shown | {"reason": "Không có nhiệm vụ"})
    assert sorted(cells()) == [(one, "1.1"), (two, "1.2")]


@pytest.mark.django_db
def test_a_scored_cell_is_asked_about_with_its_unit_its_criterion_its_points_and_the_index(
    office: Client,
) -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    actions.change_applicability(
        by=an_actor(),
        cycle=cycle,
        off=[(cycle.participants.get(name="Sở Y tế").pk, "1.2")],
        reason="Không có",
    )
    finance = cycle.participants.get(name="Sở Tài chính").pk
    shown = form_of(office.get(at("applicability", cycle)))
    shown["cell"].remove(f"{finance}:1.2")
    asked = office.post(at("applicability_change", cycle), shown | {"reason": "Không có nhiệm vụ"})
    grave = asked.context["grave"]
    assert (asked.status_code, len(cells()), grave.happens) == (200, 1, ("1 cell no longer applies.",))
    assert [(one.sentence, one.names) for one in grave.affected] == [
        (
            "Scores that no longer count, neither as points nor in the maximum; they stay stored:",
            ("Sở Tài chính – 1.2 Báo cáo định kỳ: 1.50 points",),
        ),
        (
            "1 unit gets another index or rank:",
            ("Sở Tài chính: index 85.00 → 87.50, rank 2 → 2",),
        ),
    ]
    agreed = form_of(asked) | {"basis_number": "12/QĐ-UBND"}
    done = office.post(at("applicability_change", cycle), agreed)
    assert (done.status_code, (finance, "1.2") in cells()) == (302, True)
    entry = Entry.objects.filter(verb="cycles.applicability_changed").latest("pk")
    assert (entry.facts["reason"], entry.facts["basis"]["number"]) == ("Không có nhiệm vụ", "12/QĐ-UBND")
    assert Score.objects.filter(participant=finance, leaf="1.2").exists()
    back = form_of(office.get(at("applicability", cycle)))
    back["cell"].append(f"{finance}:1.2")
    again = office.post(at("applicability_change", cycle), back | {"reason": "Có nhiệm vụ"})
    assert again.context["grave"].affected[0].sentence == "Scores that count again:"


@pytest.mark.django_db
def test_many_cells_are_counted_before_they_change(office: Client) -> None:
    cycle = a_running_cycle(3)
    address = at("applicability_many", cycle)
    typed = {
        "who": "kind:department",
        "leaves": ["1.1", "2.1"],
        "applies": "no",
        "reason": "Không có nhiệm vụ",
    }
    asked = office.post(address, typed)
    grave = asked.context["grave"]
    assert (asked.status_code, grave.verb, cells()) == (200, "Change 6 cells", [])
    assert office.post(address, typed | {"agreed": grave.seal}).status_code == 302
    assert len(cells()) == 6
    back = {"who": "group:Các sở, ban, ngành", "leaves": ["1.1"], "applies": "yes", "reason": "Có nhiệm vụ"}
    assert office.post(address, back).context["grave"].verb == "Change 3 cells"
    assert office.post(address, typed | {"reason": ""}).status_code == 422
    nothing = office.post(address, typed)
    assert (nothing.status_code, "Nothing would change" in source(nothing)) == (422, True)


@pytest.mark.django_db
def test_many_scored_cells_are_asked_about_as_well(office: Client) -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    typed = {"who": "kind:department", "leaves": ["2.2"], "applies": "no", "reason": "Không khảo sát"}
    [scores, moves] = office.post(at("applicability_many", cycle), typed).context["grave"].affected
    assert [len(scores.names), len(moves.names)] == [3, 2]


@pytest.mark.django_db
def test_the_own_unit_is_refused_with_its_name_and_the_ticks_stay() -> None:
    cycle = a_scored_cycle()
    imported(cycle)
    own = cycle.participants.get(name="Sở Nội vụ")
    office = Client()
    office.cookies["django_language"] = "en"
    office.force_login(a_member(Role.COORDINATOR, unit=own.unit).person)
    shown = form_of(office.get(at("applicability", cycle)))
    shown["cell"].remove(f"{own.pk}:1.2")
    refused = office.post(at("applicability_change", cycle), shown | {"reason": "Không có nhiệm vụ"})
    assert (refused.status_code, "“Sở Nội vụ” is your own unit" in source(refused)) == (422, True)
    assert f"{own.pk}:1.2" not in form_of(refused)["cell"]
    typed = {"who": "kind:department", "leaves": ["1.2"], "applies": "no", "reason": "Không có nhiệm vụ"}
    many = office.post(at("applicability_many", cycle), typed)
    assert (many.status_code, "“Sở Nội vụ” is your own unit" in source(many)) == (422, True)
    assert cells() == []
