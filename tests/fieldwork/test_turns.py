"""Forms that come at the same time are stored together, and nobody waits for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from time import monotonic, sleep

import psycopg
import pytest
from django.db import OperationalError

from cchc.access.permissions import Role
from cchc.fieldwork.actions import receiving
from cchc.fieldwork.actions.receiving import IncomingForm, Interrupted, SubmittedForm, Turns, receive_forms
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
        while turns._waiting.qsize() < OTHERS and monotonic() < until:
            sleep(0.01)
        store.may_end.set()
        return [one.exception(60) or one.result() for one in (first, *others)]


def test_who_comes_meanwhile_is_stored_in_one_turn():
    store = Store(None)
    assert outcomes_of(store) == [("receipt", True)] * (1 + OTHERS)
    assert store.sizes == [1, OTHERS]


@pytest.mark.parametrize("ended", [SystemExit(1), KeyboardInterrupt(), RuntimeError("broken")])
def test_a_turn_that_is_ended_leaves_nobody_waiting_and_the_next_is_stored(ended):
    store = Store(ended)
    first, *others = outcomes_of(store)
    assert isinstance(first, Interrupted)
    assert others == [("receipt", True)] * OTHERS
    assert store.sizes == [1, OTHERS]


def test_all_whose_forms_were_in_a_turn_that_was_ended_are_told_so():
    class Second(Store):
        def __call__(self, incoming):
            if len(self.sizes) == 1:
                self.sizes.append(len(incoming))
                raise SystemExit(1)
            return super().__call__(incoming)

    told = outcomes_of(Second(None))
    assert told[0] == ("receipt", True)
    assert [type(one) for one in told[1:]] == [Interrupted] * OTHERS


def test_a_thread_that_is_dead_in_a_process_that_was_forked_begins_anew():
    store = Store(None)
    store.may_end.set()
    turns = Turns(store)
    turns.outcome(FORM)
    turns._thread = Thread()  # as it is after a fork
    assert turns.outcome(FORM) == ("receipt", True)


def _deadlock() -> OperationalError:
    told = OperationalError("deadlock detected")
    told.__cause__ = psycopg.errors.DeadlockDetected()
    return told


@pytest.mark.parametrize(
    ("stopped", "parted"),
    [(RuntimeError("one"), True), (_deadlock(), True), (OperationalError("database is locked"), False)],
    ids=["one of them breaks", "two waited for each other", "no answer"],
)
def test_forms_are_parted_where_one_of_them_stops_all_but_not_where_nobody_answers(
    monkeypatch, stopped, parted
):
    def store(incoming):
        tried.append(len(incoming))
        if len(incoming) > 1 or not parted:
            raise stopped
        return [("receipt", True)]

    tried: list[int] = []
    monkeypatch.setattr(receiving, "store_forms", store)
    told = receive_forms([FORM] * OTHERS)
    assert list(told) == ([("receipt", True)] if parted else [stopped]) * OTHERS
    assert tried == [OTHERS, *([1] * OTHERS if parted else [])]


def test_who_was_interrupted_may_send_again_as_when_the_database_does_not_answer():
    assert issubclass(Interrupted, OperationalError)
