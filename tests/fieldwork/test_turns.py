"""Forms that come at the same time are stored together, and nobody waits for ever."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic, sleep

import pytest

from cchc.access.permissions import Role
from cchc.fieldwork.actions.receiving import IncomingForm, Interrupted, SubmittedForm, Turns
from cchc.fieldwork.models import FieldAssignment
from tests import builders

OTHERS = 5
FORM = IncomingForm(
    builders.an_actor(Role.SURVEY_STAFF), FieldAssignment(), SubmittedForm("a", 1, {}, "link")
)


class Store:
    """Stores when it is told to; the first time it does what it was made for."""

    def __init__(self, first: BaseException | None) -> None:
        self.first, self.sizes, self.may_end, self.began = first, list[int](), Event(), Event()

    def __call__(self, incoming):
        self.sizes.append(len(incoming))
        self.began.set()
        assert self.may_end.wait(60)
        if len(self.sizes) == 1 and self.first is not None:
            raise self.first
        return [("receipt", True)] * len(incoming)


def outcomes_of(store: Store) -> list[object]:
    """What one who comes first, and others who come while their form is stored, are answered."""
    turns = Turns(store)
    with ThreadPoolExecutor(1 + OTHERS) as pool:
        first = pool.submit(turns.outcome, FORM)
        assert store.began.wait(60)
        others = [pool.submit(turns.outcome, FORM) for _one in range(OTHERS)]
        until = monotonic() + 60
        while len(turns._waiting) < OTHERS and monotonic() < until:
            sleep(0.01)
        store.may_end.set()
        return [one.exception(60) or one.result() for one in (first, *others)]


def test_who_comes_meanwhile_is_stored_in_one_turn():
    store = Store(None)
    assert outcomes_of(store) == [("receipt", True)] * (1 + OTHERS)
    assert store.sizes == [1, OTHERS]


@pytest.mark.parametrize("ended", [SystemExit(1), KeyboardInterrupt(), RuntimeError("broken")])
def test_a_thread_that_ends_while_it_stores_leaves_nobody_waiting(ended):
    store = Store(ended)
    assert outcomes_of(store) == [ended] + [("receipt", True)] * OTHERS
    assert store.sizes == [1, OTHERS]


def test_those_whose_form_was_in_the_turn_of_an_ended_thread_are_told_so():
    class Second(Store):
        def __call__(self, incoming):
            if len(self.sizes) == 1:
                self.sizes.append(len(incoming))
                raise SystemExit(1)
            return super().__call__(incoming)

    store = Second(None)
    told = outcomes_of(store)
    assert told[0] == ("receipt", True)
    assert Counter(type(one) for one in told[1:]) == {Interrupted: OTHERS - 1, SystemExit: 1}
