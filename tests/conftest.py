"""Fixtures that every test may ask for."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone, translation
from hypothesis import settings as hypothesis_settings

from cchc.access.permissions import Role, Scope
from cchc.analysis.queries.accounts import forget_accounts
from cchc.results.queries.bands import forget_bands
from cchc.results.queries.stages import forget_stages
from tests import builders
from tests.acts import MAKERS, Act
from tests.builders import remembering
from tests.installation import Installation, brought_up_to_date, copied
from tests.task_queue import Queue

DATA = Path(__file__).parent / "data"
collect_ignore = [] if find_spec("pyspark") else ["surveys/spark.py"]  # of `make spark`, which installs it

# Whoever starts the tests in the background lets them ignore Ctrl+C and the hang-up, and the processes that they start
# would ignore them too.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

# How long an example takes says how busy the machine is; the law of doubling is the one timed test.
hypothesis_settings.register_profile(
    "untimed", hypothesis_settings.get_profile(hypothesis_settings.get_current_profile_name()), deadline=None
)
hypothesis_settings.load_profile("untimed")


# What takes a process longest begins first, so that both end together; the first of all needs no database, and is read
# while another process makes one.
LONGEST = (
    "tests/test_doubling.py",
    "tests/demo/test_demo.py",
    *(f"tests/test_{name}.py" for name in ("any_form", "uploads", "every_page", "races")),
    "tests/appraisal/test_near_units.py",
    "tests/audit/test_frozen.py",
    "tests/council/test_killed.py",
    "tests/install/test_the_path.py",
    "tests/accounts/test_scope_of_before.py",
    *(f"tests/e2e/test_{name}_journey.py" for name in ("whole_round", "appraisal", "round", "plan_reading")),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, all others as they were found."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the collector of cycles leave alone what was imported and collected, which stays until the end, and look at
    the rest more rarely: of the time of a test of a room that is a twentieth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True)
def _remembers_no_other_test():
    """Ids of runs come again in the database of the next test."""
    forget_accounts()
    forget_stages()
    forget_bands()


@pytest.fixture(autouse=True)
def _english():
    """Tests read the English texts; what is shown in Vietnamese is asked for by name."""
    with translation.override("en"):
        yield


PLAIN = 1  # transaction around a test, its own; those of modules that share a world are around it
OTHERWISE = {"monkeypatch", "settings", "turn_clock"}  # under which a builder may do something else


@pytest.fixture(autouse=True)
def _builders_remember(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """Builders write again what they have made before, in tests that begin on the untouched database."""
    if "db" in request.fixturenames and "transactional_db" not in request.fixturenames:
        request.getfixturevalue("db")
    connection, fixtures = connections["default"], request.node._fixtureinfo
    ours = [one for several in fixtures.name2fixturedefs.values() for one in several if "tests" in one.baseid]
    asked = {*fixtures.argnames, *(name for one in ours for name in one.argnames)}
    alone = len(connection.atomic_blocks) == PLAIN and connection.vendor == "sqlite"
    with remembering.watched() if alone and OTHERWISE.isdisjoint(asked) else nullcontext():
        yield


@pytest.fixture
def client_of(db) -> Callable[..., Client]:
    """A browser in which somebody of the given role is signed in, in English, acting for the province in the widest
    scope of the role unless another is given."""

    def client_of(role: Role, scope: Scope | None = None) -> Client:
        client = Client()
        client.cookies["django_language"] = "en"
        client.force_login(builders.a_member(role, scope=scope).person)
        return client

    return client_of


@pytest.fixture
def turn_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Turns the clock of the platform to a moment, from which it goes on."""
    real = timezone.now

    def turn_clock(to: datetime) -> None:
        ahead = to - real()
        monkeypatch.setattr(timezone, "now", lambda: real() + ahead)

    return turn_clock


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Act]]:
    """A province in which everything can be done, once for all tests of a module; nothing of it stays."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield {name: make() for name, make in MAKERS.items()}
        transaction.set_rollback(True)


@pytest.fixture
def queue(db: None, settings: Any, tmp_path: Path) -> Queue:
    """The queue of the database, in which tasks wait for a worker instead of running at once; no worker lives."""
    settings.VAR = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    return Queue()


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def untouched(shared: Path) -> Installation:
    """An installation whose database holds nothing yet, to be copied."""
    return brought_up_to_date(shared, "untouched")


@pytest.fixture
def grown(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation as it was before entries held rows, brought up to date, with its files."""
    dump = DATA / f"older-{connections['default'].vendor}.sql"
    with copied(brought_up_to_date(shared, "grown", dump), tmp_path_factory.mktemp("grown")) as installation:
        shutil.copytree(DATA / "older-files", installation.folder / "files")
        yield installation


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: Any,
    untouched: Installation,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The database of the tests of this process: a copy of the untouched one, on SQLite in memory."""
    connection, beside = connections["default"], tmp_path_factory.mktemp("of_this_process")
    with django_db_blocker.unblock(), copied(untouched, beside) as installation:
        connection.close()
        if address := installation.environment["DATABASE_URL"]:
            name = urlsplit(address).path[1:]
        else:
            name = "file:tests?mode=memory&cache=shared"
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
        if not address:
            connection.ensure_connection()
            with closing(sqlite3.connect(beside / "cchc.sqlite3")) as file:
                file.backup(connection.connection)
        yield
        connection.close()


@pytest.fixture
def installation(untouched: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An installation whose database the test shares with real processes."""
    with copied(untouched, tmp_path) as installation:
        yield installation
