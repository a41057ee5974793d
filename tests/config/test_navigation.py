"""The bar of main pages: for every role in every scope, what stands in it, in which order, and what is folded."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from cchc.access.actor import Actor
from cchc.access.permissions import Role, scopes_of
from cchc.config.navigation import MOST_PLAIN, MOST_SHOWN, OF_THE_YEAR, SELDOM, navigation
from tests.builders import an_actor
from tests.markup import read

MOST_SIDE_BY_SIDE = 11  # for which an office screen has room, the fold being the last
EVERYBODY = [
    pytest.param(an_actor(role, scope), id=f"{role}-{scope}") for role in Role for scope in scopes_of(role)
]
for_everybody = pytest.mark.parametrize("actor", EVERYBODY)


def permitted(actor: Actor) -> list[str]:
    """The main pages that somebody may open, in the order of the year."""
    return [reverse(name) for permission, name, _ in (*OF_THE_YEAR, *SELDOM) if actor.may(permission)]


@for_everybody
def test_whoever_may_open_a_main_page_finds_it_once_in_one_order_for_all(actor):
    bar = navigation(actor, "/")
    assert [item.href for item in (*bar.shown, *bar.folded)] == permitted(actor)


@for_everybody
def test_what_is_opened_seldom_is_folded_unless_the_bar_is_short(actor):
    bar = navigation(actor, "/")
    seldom = {reverse(name) for _, name, _ in SELDOM}
    assert bool(bar.folded) is (len(permitted(actor)) > MOST_PLAIN)
    of_the_year = [reverse(name) for permission, name, _ in OF_THE_YEAR if actor.may(permission)]
    without_room = of_the_year[MOST_SHOWN:] if bar.folded else []
    assert {item.href for item in bar.folded} <= seldom.union(without_room)
    assert not bar.folded or seldom.isdisjoint(item.href for item in bar.shown)
    assert len(bar.shown) + bool(bar.folded) <= MOST_SIDE_BY_SIDE


@for_everybody
def test_the_main_page_of_an_address_is_marked_and_the_fold_says_that_it_is_within(actor):
    for address in permitted(actor):
        bar = navigation(actor, f"{address}7/sua/")
        assert [item.href for item in (*bar.shown, *bar.folded) if item.current] == [address]
        assert bar.is_within() is (address in {item.href for item in bar.folded})


@for_everybody
def test_the_fold_opens_without_a_script_and_nothing_that_is_seldom_stands_beside_it(actor):
    bar = navigation(actor, "/")
    tree = read(render_to_string("ui/nav.html", {"nav": bar}))
    within = [link.get("href") for fold in tree.find("details") for link in fold.find("a")]
    assert within == [item.href for item in bar.folded]
    assert [link.get("href") for link in tree.find("a")] == permitted(actor)
    assert len(tree.find("summary")) == bool(bar.folded)
