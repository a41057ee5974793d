"""Every address of the platform, filled in with what the acts have prepared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import takewhile
from typing import Any, NamedTuple

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import resolve

from cchc.appraisal.urls import StageConverter
from cchc.config import urls
from cchc.desk.queries.guide import GUIDES
from cchc.scores.models import Stage
from tests.acts.table import Act
from tests.test_permissions import addresses

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
EVERY_ADDRESS = [address for address, _view in addresses() if address != "healthz"]  # 503 is what that says


class Ids(NamedTuple):
    """What stands in the address of an act, such as the id of a plan with that of one of its measures."""

    route: str
    values: dict[str, Any]


def ids_in(world: dict[str, Act]) -> list[Ids]:
    """What stands in the addresses of the acts."""
    matches = [resolve(act.address.partition("?")[0]) for act in world.values()]
    return [Ids(match.route, match.kwargs) for match in matches]


def filled(address: str, known: list[Ids], **otherwise: str) -> str:
    """The address with ids that stand in the addresses of the acts: those of the act whose address begins most alike
    and has them all, or of several acts where none has."""
    names = set(PARAMETER.findall(address))
    by_likeness = sorted(known, key=lambda ids: _likeness(address, ids.route))
    several = {name: value for ids in by_likeness for name, value in ids.values.items()}
    together = [ids.values for ids in by_likeness if names <= ids.values.keys()]
    ids = {
        "name": GUIDES[0],
        "stage": Stage.FIRST_APPRAISAL,
        **several,
        **(together[-1] if together else {}),
        **otherwise,
    }
    return "/" + PARAMETER.sub(lambda found: _written(ids.get(found[1], 1)), address)


def _written(value: Any) -> str:
    """A value as it stands in an address."""
    return StageConverter().to_url(value) if isinstance(value, Stage) else str(value)


@cache
def _likeness(one: str, other: str) -> int:
    """With how many equal letters two addresses begin."""
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


@contextmanager
def missing_said_plainly() -> Iterator[None]:
    """Answer with the bare 404 whoever asks for what is not there. The page that says so is the same at every address,
    and drawing it with its year, its menu and its days takes most of the time of such an answer; whoever asks for
    thousands this way looks at one such page without it."""

    def plainly(request: HttpRequest, exception: Exception) -> HttpResponse:
        return HttpResponseNotFound()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "handler404", plainly)
        yield
