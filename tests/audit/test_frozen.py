"""What is frozen stays frozen: whatever is tried on the database, and after whatever was migrated."""

from __future__ import annotations

import shutil
import sqlite3
from ast import literal_eval
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.appraisal.actions.handing_in import reopen_justification
from cchc.appraisal.actions.justifying import explain_leaf, link_to_justification
from cchc.appraisal.actions.sending import reopen_result
from cchc.appraisal.models import ApplicabilityOpinion, AppraisalQuestion, UnitAppraisal
from cchc.appraisal.queries.held import WITH_SET
from cchc.audit.actions import record_access, seal
from cchc.audit.frozen import Frozen, freeze, frozen_tables, unprotected_tables
from cchc.audit.models import AccessRecord, by_line
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.criteria.models import CriteriaVersion
from cchc.cycles.actions import change_applicability, change_phases, close_cycle
from cchc.cycles.actions.phases import PhaseDates
from cchc.cycles.models import ApplicabilityAppeal, ApplicabilityRequest, Cycle
from cchc.documents.models import DocumentFile, OfficialDocument, StoredFile
from cchc.scores.actions import correct_score
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.sharing import share_out
from cchc.self_scoring.models import UnitSheet
from tests.attacks import attacks, columns_of, contents
from tests.audit.doubles import appraised_by_two
from tests.audit.older_rows import (
    NEWER,
    SOMEBODY_CAME,
    SOMEBODY_CORRECTED,
    SOMEBODY_SCORED_THEMSELVES,
    SOMETHING_WAS_FED,
)
from tests.audit.year_end_rows import (
    decided_by_the_council,
    followed,
    released,
    surveyed,
)
from tests.builders import (
    CRITERIA,
    SCORED,
    a_draft,
    a_filled_sheet,
    a_member,
    a_published_set,
    a_request,
    a_round,
    a_scored_cycle,
    a_work_plan,
    an_actor,
    an_appraiser,
    extended_once,
    first_participant,
    imported,
    justification_handed_in,
    of_unit,
    sent_result,
    submitted,
    wholly_appraised,
)
from tests.installation import PATIENCE, PATIENCE_TO_MIGRATE, ROOT, Installation, loaded

pytestmark = pytest.mark.django_db

OLDER = ROOT / "tests" / "data"
KEYS = {"audit_seal": "position"}
UNPROTECTED = "from cchc.audit.frozen import unprotected_tables; print(unprotected_tables())"
TABLES = "from django.db import connection; print(connection.introspection.table_names())"


def a_closed_year() -> None:
    """Something in every frozen table."""
    cycle = a_scored_cycle(text=SCORED.replace("from 1 |", "from 1, fed by last_year |"))
    imported(cycle)
    unit = cycle.participants.get(name="Sở Y tế")
    correct_score(
        by=an_actor(),
        participant=first_participant(cycle),
        leaf="1.2",
        given=None,
        reason="Rà soát",
        version=1,
    )
    change_applicability(by=an_actor(), cycle=cycle, off=[(unit.pk, "1.1")], reason="Không có")
    extended_once(cycle)
    released(cycle)
    close_cycle(by=an_actor(), cycle=cycle)
    _a_closed_round()
    seal()
    record_access(kind=AccessRecord.Kind.SIGNED_IN, at=timezone.now(), address="203.0.113.9", by=an_actor())
    followed(cycle.province)
    surveyed()


def _a_closed_round() -> None:
    """A sheet that was shared out, submitted, returned, and submitted again, in a year that is closed, and a request
    that was refused and lies before the council."""
    cycle = a_round(year=2028)
    during = [PhaseDates(kind, kind, date(2028, 12, 1), date(2028, 12, 31)) for kind in ROUND]
    change_phases(by=an_actor(), cycle=cycle, phases=during, reason="Đủ các bước")
    december = {"now": datetime(2028, 12, 20, 9, 0, tzinfo=VIETNAM)}
    sheet = a_filled_sheet(cycle, **december)
    clerk = a_member(Role.UNIT_CLERK, unit=sheet.participant.unit).person
    share_out(by=of_unit(sheet), sheet=sheet, shares={"1": clerk.pk}, **december)
    request = a_request(sheet.participant, "1.3")
    ApplicabilityRequest.objects.filter(pk=request.pk).update(state=ApplicabilityRequest.State.REFUSED)
    appeal = {"reason": "Không có thật", "at": december["now"], **by_line(of_unit(sheet))}
    ApplicabilityAppeal.objects.create(request=request, **appeal)
    opinion = {"grants": False, "text": "Có phát sinh", "at": december["now"], **by_line(an_actor())}
    ApplicabilityOpinion.objects.create(request=request, **opinion)
    document = OfficialDocument.objects.get(unit_id=sheet.participant.unit_id)
    DocumentFile.objects.create(document=document, place=1, file=StoredFile.objects.earliest("pk"))
    submitted(sheet, **december)
    return_sheet(by=an_actor(Role.COORDINATOR), sheet=sheet, reason="Thiếu số liệu", **december)
    submitted(sheet, **december)
    _appraised(sheet, **december)
    decided_by_the_council(cycle)
    close_cycle(by=an_actor(), cycle=cycle, reason="Hết hạn")


def _appraised(sheet: UnitSheet, now: datetime) -> None:
    """Every leaf of a submitted sheet appraised, the result sent and taken back, a question asked."""
    row = UnitAppraisal.objects.get(participant=sheet.participant)
    person = an_appraiser()
    a_work_plan(sheet.participant.cycle, person)
    wholly_appraised(row, person, now=now)
    sent_result(UnitAppraisal.objects.select_related(*WITH_SET).get(pk=row.pk), now=now)
    row.refresh_from_db()
    said = {"by": of_unit(sheet), "appraised": row, "leaf": "1.1", "now": now}
    explain_leaf(text="Hoàn thành ngày 28/12", version=0, **said)
    link_to_justification(document=OfficialDocument.objects.get(unit_id=sheet.participant.unit_id), **said)
    justification_handed_in(row, now=now)
    reopen_justification(
        by=an_actor(Role.COORDINATOR), participant=sheet.participant, kind="justification", reason="Thiếu"
    )
    reopen_result(by=an_actor(Role.APPRAISAL_LEAD), appraised=row, reason="Nhầm số liệu", now=now)
    AppraisalQuestion.objects.create(of=row, leaf="1.1", text="Vì sao?", at=now, **by_line(an_actor()))
    appraised_by_two(row, person, now)


ROUND = ("self_scoring", "appraisal", "justification")


def here(sql: str, values: Any = ()) -> list[tuple[Any, ...]]:
    """One statement in a savepoint of the database of the tests."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """As on a connection of somebody else's, which begins here; afterwards it is ours again."""
    if connection.vendor != "sqlite":
        here("SET CONSTRAINTS ALL IMMEDIATE")
        yield
        return
    here("PRAGMA recursive_triggers = OFF")
    try:
        yield
    finally:
        here("PRAGMA recursive_triggers = ON")


def refused(execute: Callable[..., Any], frozen: Frozen) -> None:
    """Asserts that nothing that is tried on `frozen` is done."""
    before = contents(execute, frozen)
    for sql, values in attacks(execute, frozen, KEYS.get(frozen.table, "id")):
        with pytest.raises((DatabaseError, sqlite3.IntegrityError, psycopg.Error), match="immutable"):
            execute(sql, values)
    assert contents(execute, frozen) == before


def test_every_frozen_table_refuses_whatever_is_tried_when_the_database_was_made_from_nothing():
    a_closed_year()
    with as_somebody_else():
        for frozen in frozen_tables():
            refused(here, frozen)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL never replaces")
def test_a_draft_cannot_be_changed_into_the_place_of_a_published_set():
    a_published_set()
    draft = a_draft(CRITERIA.replace('"so"', '"nhap"'))
    with as_somebody_else(), pytest.raises(DatabaseError, match="immutable"):
        here("UPDATE OR REPLACE criteria_criteriaversion SET set_id = 'so' WHERE id = %s", [draft.pk])
    assert CriteriaVersion.objects.get(set_id="so").state == "published"


def test_nothing_new_comes_into_a_closed_year():
    a_closed_year()
    for frozen in frozen_tables():
        if frozen.insert:
            columns = [name for name in _columns(frozen.table) if name != "id"]
            listed = ", ".join(f'"{name}"' for name in columns)
            copy = f"INSERT INTO {frozen.table} ({listed}) SELECT {listed} FROM {frozen.table} LIMIT 1"
            with pytest.raises(DatabaseError, match="immutable"):
                here(copy)


def test_a_score_of_a_running_year_cannot_be_moved_into_a_closed_one():
    a_closed_year()
    closed = Cycle.objects.get(year=2026)
    running = a_scored_cycle(year=2027)
    imported(running)
    with pytest.raises(DatabaseError, match="immutable"):
        here("UPDATE scores_score SET cycle_id = %s WHERE cycle_id = %s", [closed.pk, running.pk])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no schemas to search")
def test_a_temporary_table_is_not_asked_instead_of_the_real_one():
    a_closed_year()
    here("CREATE TEMPORARY TABLE cycles_cycle AS SELECT id, 'open' AS state FROM cycles_cycle")
    with pytest.raises(DatabaseError, match="immutable"):
        here("UPDATE public.scores_score SET points = '9'")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no replicas")
def test_a_session_that_says_it_is_a_replica_is_refused_too():
    a_closed_year()
    here("SET LOCAL session_replication_role = replica")
    with pytest.raises(DatabaseError, match="immutable"):
        here("DELETE FROM audit_entry")


def test_a_trigger_that_is_missing_or_another_is_said_and_put_back():
    assert unprotected_tables() == []
    names = _triggers("audit_seal")
    on = "" if connection.vendor == "sqlite" else " ON audit_seal"
    here(f"DROP TRIGGER {names[0]}{on}")
    assert unprotected_tables() == ["audit_seal"]
    assert freeze() == ["audit_seal"]
    assert (unprotected_tables(), _triggers("audit_seal")) == ([], names)
    assert freeze() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite cannot switch a trigger off")
def test_a_trigger_that_is_switched_off_is_said():
    here("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_frozen")
    assert unprotected_tables() == ["audit_entry"]


def _triggers(table: str) -> list[str]:
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s ORDER BY 1"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal ORDER BY 1"
    )
    return [name for (name,) in here(asked, [table])]


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [one.name for one in connection.introspection.get_table_description(cursor, table)]


# After migrations, in an installation of its own


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Installation]:
    """An installation as it was before entries carried the version of their digest."""
    with loaded(tmp_path, OLDER / f"older-{connection.vendor}.sql") as installation:
        yield installation


def then(frozen: Frozen) -> Frozen:
    """A frozen table under the name that it has in the stored older databases."""
    return replace(frozen, table=(*frozen.formerly, frozen.table)[0])


def test_every_frozen_table_of_an_older_database_refuses_whatever_is_tried_once_it_is_migrated(
    older: Installation, grown: Installation
):
    with older.connected() as execute:
        old = [frozen for frozen in frozen_tables() if frozen.table not in NEWER]
        columns = {frozen.table: columns_of(execute, then(frozen)) for frozen in old}
        before = {frozen.table: contents(execute, then(frozen), columns[frozen.table]) for frozen in old}
    grown.say(SOMEBODY_CAME + SOMEBODY_CORRECTED + SOMETHING_WAS_FED + SOMEBODY_SCORED_THEMSELVES)
    with grown.connected() as execute:
        for frozen in frozen_tables():
            refused(execute, frozen)
            if frozen.table in NEWER:
                continue
            rows = before[frozen.table]
            assert contents(execute, frozen, columns[frozen.table])[: len(rows)] == rows


ANOTHER = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [({app!r}, {last!r})]
    operations = [migrations.AddConstraint({model!r}, models.CheckConstraint(
        condition=models.Q({condition}), name="another_of_{model}"))]
"""
SETTINGS = """
from cchc.config.settings import *
MIGRATION_MODULES = {"audit": "more_of_audit", "cycles": "more_of_cycles"}
"""


def with_another_migration(installation: Installation, condition: str) -> None:
    """Adds to the log and to the cycles a migration that demands `condition` of every row."""
    for app, model in (("audit", "entry"), ("cycles", "cycle")):
        more = installation.folder / f"more_of_{app}"
        shutil.copytree(ROOT / "src" / "cchc" / app / "migrations", more)
        last = max(path.stem for path in more.glob("0*.py"))
        another = ANOTHER.format(app=app, last=last, model=model, condition=condition)
        (more / "9999_another.py").write_text(another)
    (installation.folder / "more_settings.py").write_text(SETTINGS)
    installation.environment["DJANGO_SETTINGS_MODULE"] = "more_settings"
    installation.environment["PYTHONPATH"] += f":{installation.folder}"


def test_a_constraint_that_is_added_to_a_frozen_table_leaves_it_frozen(grown: Installation):
    with_another_migration(grown, "pk__isnull=False")
    migrating = grown.start("-m", "django", "migrate", "--verbosity", "0")
    assert migrating.communicate(timeout=PATIENCE_TO_MIGRATE) == ("", "")
    grown.say(SOMEBODY_CAME + SOMEBODY_CORRECTED + SOMETHING_WAS_FED + SOMEBODY_SCORED_THEMSELVES)
    assert grown.say(UNPROTECTED) == "[]"
    with grown.connected() as execute:
        for frozen in frozen_tables():
            refused(execute, frozen)


def test_an_update_that_fails_on_the_way_leaves_the_tables_frozen(older: Installation):
    """The table that is not made yet has nothing to protect; the one that its rows come from stays frozen until
    then."""
    with_another_migration(older, "pk__lt=0")
    assert older.cchc("migrate").wait(PATIENCE) != 0
    unprotected = set(literal_eval(older.say(UNPROTECTED)))
    assert unprotected <= NEWER
    there = set(literal_eval(older.say(TABLES)))
    assert unprotected & there == set()  # what stands unprotected has not been made yet
    assert {frozen.table for frozen in frozen_tables()} & there > {"audit_entry", "audit_accessrecord"}
    with older.connected() as execute, pytest.raises((sqlite3.Error, psycopg.Error), match="immutable"):
        execute("UPDATE results_scoreimport SET counts = '{}' WHERE applied_at IS NOT NULL")
