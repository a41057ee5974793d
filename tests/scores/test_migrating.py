"""A stored database from before scores had a room of their own: brought up to date, it says what it said."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.installation import PATIENCE, PATIENCE_TO_MIGRATE, ROOT, Installation, copied, loaded

pytestmark = pytest.mark.django_db

DATA = ROOT / "tests" / "data"
HEADS = {
    "sqlite": "44:f7cff5406ca4980d960298b4800bccd0988440be6b9b32c5857269cf8c655724",
    "postgresql": "44:f32d52941e90e9ff1bf0bc4d499bd971f0893c1f6fd646f84414d8dafd0aa392",
}
MOVED = {"results_score": "scores_score"}
IMPORTS = (
    "results_scoreimport"  # staged files by now, of which other columns tell the set and how the file is read
)
KEPT = (
    *MOVED,
    *("results_indexrun", "results_unitindex", "results_domainindex"),
    *("cycles_cycle", "cycles_participant", "cycles_notapplicable"),
    *("plans_plan", "plans_section", "plans_measure", "plans_due", "plans_agency"),
    *("audit_entry", "audit_seal"),
)
RANKED_ANEW = """
from cchc.cycles.models import Cycle
from cchc.results.actions import recompute
from cchc.results.queries.accounts import current_run
from django.db import transaction
def rows(run):
    units = run.units.order_by("place").values_list("name", "place", "exact", "rank", "grade", "losses")
    domains = [list(unit.domains.order_by("place").values_list("number", "points", "loss")) for unit in run.units.all()]
    return list(units), domains
for cycle in Cycle.objects.filter(state="open"):
    stored = rows(current_run(cycle))
    with transaction.atomic():
        print(cycle.year, len(stored[0]), rows(recompute(cycle=cycle, cause="cycle")) == stored)
        transaction.set_rollback(True)
"""
READ_CLOSED = """
from cchc.cycles.models import Cycle
from cchc.results.queries.accounts import current_run
from cchc.scores.queries.basis import basis_of, checked_ranking
cycle = Cycle.objects.get(state="closed")
accounts = checked_ranking(basis_of(cycle.sets.get(), cycle)).accounts
for row in current_run(cycle).units.order_by("place"):
    account = accounts[row.participant_id]
    print(row.name, row.rank == account.rank, row.grade == (account.grade or ""))
"""
SHUT_AND_TAKEN_BACK = """
from cchc.cycles.actions import open_results
from cchc.cycles.models import Cycle
from django.db import transaction
from tests.builders import an_actor
with transaction.atomic():
    cycle = Cycle.objects.get(state="open")
    print(cycle.open_to_units, open_results(by=an_actor(), cycle=cycle, to_units=False).open_to_units)
    transaction.set_rollback(True)
"""
GO_ON = """
from cchc.intake.actions import apply
from cchc.intake.models import StagedFile
from cchc.scores.models import Score
from tests.builders import an_actor
waiting = apply(by=an_actor(), staged=StagedFile.objects.get(kind="points", state="read"))
print(Score.objects.filter(source=waiting).count())
"""


def rows_of(
    installation: Installation, names: dict[str, str], tables: tuple[str, ...] = KEPT
) -> dict[str, list[dict[str, Any]]]:
    """The rows of every kept table, by its name of before; `names` are those that it has."""
    found = {}
    with installation.connected() as execute:
        for table in tables:
            now = names.get(table, table)
            if connection.vendor == "sqlite":
                columns = [row[1] for row in execute(f"PRAGMA table_info({now})")]
            else:
                asked = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
                columns = [row[0] for row in execute(asked, [now])]
            listed = ", ".join(f'"{name}"' for name in sorted(columns))
            rows = execute(f"SELECT {listed} FROM {now}")
            found[table] = [dict(zip(sorted(columns), row, strict=True)) for row in rows]
    return found


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[dict[str, Any], Installation]]:
    """The rows of the stored database, and the installation that has it, brought up to date."""
    folder = tmp_path_factory.mktemp("before-scores")
    with loaded(folder, DATA / f"before-scores-{connection.vendor}.sql") as installation:
        shutil.copytree(DATA / "before-scores-files", folder / "files")
        with installation.connected() as execute:
            execute("UPDATE documents_officialdocument SET file_id = 3")
        before = rows_of(installation, {}, (*KEPT, IMPORTS))
        assert installation.cchc("migrate").wait(PATIENCE_TO_MIGRATE) == 0
        yield before, installation


def test_every_row_stands_as_it_stood(moved: Any) -> None:
    before, installation = moved
    after = rows_of(installation, MOVED)
    assert before[IMPORTS]
    before = {table: rows for table, rows in before.items() if table in KEPT}
    assert {table: len(rows) for table, rows in before.items() if not rows} == {}
    for table, rows in before.items():
        known = rows[0].keys()
        held = [{name: row[name] for name in known} for row in after[table]]
        assert sorted(held, key=repr) == sorted(rows, key=repr), table
    assert {row["stage"] for row in after["results_score"]} == {"decided"}


def test_the_file_of_a_document_is_the_first_of_its_files(moved: Any) -> None:
    with moved[1].connected() as execute:
        documents = execute("SELECT id FROM documents_officialdocument")
        parts = execute("SELECT document_id, place, file_id FROM documents_documentfile")
    assert documents
    assert parts == [(document, 1, 3) for (document,) in documents]


def test_every_import_is_a_staged_file_with_its_number_and_contents(moved: Any) -> None:
    before, installation = moved
    staged = rows_of(installation, {}, ("intake_stagedfile",))["intake_stagedfile"]
    assert len(staged) == len(before[IMPORTS])
    for old in before[IMPORTS]:
        new = next(row for row in staged if row["id"] == old["id"])
        for name in old.keys() - {"cycle_id", "cycle_set_id", "sheet", "decimal"}:
            assert new[name] == old[name], name
        options = new["options"] if isinstance(new["options"], dict) else json.loads(new["options"])
        assert options == {"sheet": old["sheet"], "decimal": old["decimal"]}
        assert (new["kind"], new["about"]) == ("points", f"cycles.set:{old['cycle_set_id']}")
        assert new["state"] == ("undone" if old["undone_at"] else "applied" if old["applied_at"] else "read")
    assert {row["state"] for row in staged} == {"read", "applied", "undone"}


def test_the_scores_still_come_to_the_ranking_that_is_stored(moved: Any) -> None:
    assert moved[1].say(RANKED_ANEW) == "2026 3 True"
    said = moved[1].say(READ_CLOSED).splitlines()
    assert [line.endswith("True True") for line in said] == [True] * 3


def test_a_cycle_that_runs_stays_open_to_its_units_and_its_coordinator_may_shut_it(moved: Any) -> None:
    rows = rows_of(moved[1], {}, ("cycles_cycle",))["cycles_cycle"]
    assert {row["state"]: bool(row["open_to_units"]) for row in rows} == {"open": True, "closed": False}
    assert moved[1].say(SHUT_AND_TAKEN_BACK) == "True False"


def test_what_the_log_says_of_old_rows_can_be_played_and_its_head_is_the_same(moved: Any) -> None:
    verifying = moved[1].cchc("verify", "--expect", HEADS[connection.vendor])
    said, complaint = verifying.communicate(timeout=PATIENCE)
    assert (verifying.returncode, complaint) == (0, ""), said


def test_closed_years_and_applied_imports_are_frozen_again(moved: Any) -> None:
    installation = moved[1]
    asked = "from cchc.audit.frozen import unprotected_tables; print(unprotected_tables())"
    assert installation.say(asked) == "[]"
    closed = "cycle_id = (SELECT id FROM cycles_cycle WHERE state = 'closed')"
    with installation.connected() as execute:
        for sql in (
            f"UPDATE scores_score SET points = '1' WHERE {closed}",
            f"DELETE FROM scores_score WHERE {closed}",
            "UPDATE intake_stagedfile SET counts = '{}' WHERE applied_at IS NOT NULL",
        ):
            with pytest.raises((psycopg.Error, sqlite3.Error), match="immutable"):
                execute(sql)


def test_what_django_keeps_of_the_models_follows_them(moved: Any) -> None:
    asked = (
        "from django.contrib.contenttypes.models import ContentType as T\n"
        "print(sorted(T.objects.filter(model__startswith='score').values_list('app_label', 'model')))"
    )
    assert moved[1].say(asked) == "[('scores', 'score'), ('scores', 'scoremark')]"


def test_the_year_goes_on(moved: Any, tmp_path: Path) -> None:
    with copied(moved[1], tmp_path) as installation:
        shutil.copytree(DATA / "before-scores-files", tmp_path / "files")
        assert installation.say(GO_ON) == "1"
        verifying = installation.cchc("verify")
        said, _complaint = verifying.communicate(timeout=PATIENCE)
        assert verifying.returncode == 0, said
