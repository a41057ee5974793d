"""The one table of who answers what happens in a room below."""

import ast
import inspect
import tomllib
from importlib import import_module
from pathlib import Path

from cchc.access.events import RoomEvent
from cchc.config.consequences import ANSWERS

HOUSE = Path(__file__).parents[2] / "src" / "cchc"


def stated() -> list[RoomEvent]:
    """The events that rooms state."""
    rooms = [path.parent.name for path in HOUSE.glob("*/consequences.py") if path.parent.name != "config"]
    modules = [import_module(f"cchc.{room}.consequences") for room in rooms]
    return [what for module in modules for what in vars(module).values() if isinstance(what, RoomEvent)]


def test_every_event_that_a_room_states_has_its_answer_and_nothing_else_stands_in_the_table() -> None:
    lines = [line.event for line in ANSWERS]
    assert set(lines) == set(stated())
    assert len(lines) == len(set(lines))
    assert all(line.answers for line in ANSWERS)


def test_an_answer_takes_what_its_event_tells() -> None:
    told = [
        (inspect.signature(line.event), inspect.signature(answer))
        for line in ANSWERS
        for answer in line.answers
    ]
    assert all(event.parameters == answer.parameters for event, answer in told)


def test_answers_stand_above_the_room_that_states_the_event() -> None:
    contracts = tomllib.loads((HOUSE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    height = {room: -at for at, layer in enumerate(layers) for room in layer.split(" | ")}
    rooms = [
        (line.event.__module__.split(".")[1], answer.__module__.split(".")[1])
        for line in ANSWERS
        for answer in line.answers
    ]
    assert all(height[below] < height[above] for below, above in rooms)


def test_nothing_is_filled_in_when_the_apps_start() -> None:
    """Only the log does something then: it listens to Django's own signals about migrations."""
    ready = {
        path.parent.name
        for path in HOUSE.glob("*/apps.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name == "ready"
    }
    assert ready == {"audit"}
