"""Events: told to every answer of the table in its order, and to nobody else."""

import sys
from types import ModuleType

import pytest
from django.test import override_settings

from cchc.access.events import EventAnswers, RoomEvent, event, table
from cchc.units.models import Unit

FIRST, SECOND, THIRD = (Unit(name=name) for name in ("a", "b", "c"))


@event
def moved(*, by: int) -> None:
    """Something moved."""


@event
def unheard() -> None:
    """Nobody answers this."""


def the_table(*lines: EventAnswers) -> override_settings:
    module = ModuleType("table_of_a_test")
    module.ANSWERS = lines  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    return override_settings(CONSEQUENCES=module.__name__)


def test_every_answer_is_told_in_the_order_of_the_table_and_its_rows_are_joined() -> None:
    heard: list[tuple[str, int]] = []

    def one(*, by: int) -> list[Unit]:
        heard.append(("one", by))
        return [FIRST, SECOND]

    def other(*, by: int) -> tuple[Unit]:
        heard.append(("other", by))
        return (THIRD,)

    with the_table(moved.answered_by(one, other), unheard.answered_by()):
        assert moved(by=3) == [FIRST, SECOND, THIRD]
        assert unheard() == []
    assert heard == [("one", 3), ("other", 3)]


def test_what_an_answer_raises_stops_the_act() -> None:
    def refuse(*, by: int) -> list[Unit]:
        raise ValueError(f"not by {by}")

    with the_table(moved.answered_by(refuse)), pytest.raises(ValueError, match="not by 3"):
        moved(by=3)


def test_an_event_without_a_line_is_never_silent() -> None:
    with the_table(), pytest.raises(KeyError):
        moved(by=3)


def test_an_event_keeps_the_name_and_the_words_of_its_statement() -> None:
    assert isinstance(moved, RoomEvent)
    assert (moved.__name__, moved.__doc__) == ("moved", "Something moved.")


def test_the_table_of_the_house_is_read_from_the_setting() -> None:
    with the_table(moved.answered_by()):
        assert table() == {moved: ()}
