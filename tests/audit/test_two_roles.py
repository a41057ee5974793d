"""On PostgreSQL the service works in a role that owns nothing: made as the guide to installing says, tried for real."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.installation import PATIENCE_TO_MIGRATE, ROOT, Installation

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles"),
]

WORK = """
from tests.builders import a_scored_cycle, an_actor, imported
from cchc.audit.actions import seal
from cchc.cycles.actions import close_cycle
cycle = a_scored_cycle()
imported(cycle)
close_cycle(by=an_actor(), cycle=cycle)
seal()
"""
FORBIDDEN = [
    "TRUNCATE audit_entry",
    "TRUNCATE scores_score CASCADE",
    "DROP TRIGGER audit_entry_frozen ON audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_frozen",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "ALTER TABLE audit_entry ALTER COLUMN person DROP NOT NULL",
    "CREATE TRIGGER another BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_frozen()",
    "CREATE OR REPLACE FUNCTION audit_entry_frozen() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "CREATE FUNCTION another() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "DROP TABLE audit_seal",
    "CREATE TABLE another (id int)",
    "CREATE TEMPORARY TABLE cycles_cycle (id int, state text)",
    "SET session_replication_role = replica",
    "SELECT setval('audit_entry_id_seq', 1)",
    "CREATE RULE another AS ON UPDATE TO audit_entry DO INSTEAD NOTHING",
]


def statements() -> list[str]:
    """Those of the guide, without `\\\\c`."""
    page = (ROOT / "docs" / "admin" / "cai-dat.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    return [line for line in block.splitlines() if line]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    """An installation whose service works as `cchc`; its tables are not made yet."""
    theirs = os.environ["DATABASE_URL"]
    ours = f"roles_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    lines = [line.replace("cchc", ours) for line in statements()]
    entering = lines.index(f"\\c {ours}")
    inside = urlsplit(theirs)._replace(path=f"/{ours}")
    with closing(psycopg.connect(theirs, autocommit=True)) as server:
        try:
            for line in lines[:entering]:
                server.execute(line)
            with closing(psycopg.connect(inside.geturl(), autocommit=True)) as database:
                for line in lines[entering + 1 :]:
                    database.execute(line)
            address = inside._replace(netloc=f"{ours}:mat-khau@{inside.netloc.rpartition('@')[2]}").geturl()
            environment = {**os.environ, "DATABASE_URL": address, "CCHC_VAR": str(tmp_path)}
            environment |= {"CCHC_LANGUAGE": "vi", "DJANGO_SETTINGS_MODULE": "cchc.config.settings"}
            environment["PYTHONPATH"] = str(ROOT)
            yield Installation(tmp_path, environment)
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {ours} WITH (FORCE)")
            for role in (ours, f"{ours}_chu"):
                server.execute(f"DROP ROLE IF EXISTS {role}")


def owner_of(installation: Installation) -> Installation:
    """The same in the role that owns the tables."""
    address = re.sub(r"://(\w+):", r"://\1_chu:", installation.environment["DATABASE_URL"])
    return Installation(installation.folder, {**installation.environment, "DATABASE_URL": address})


def ended(installation: Installation, *words: str) -> tuple[int, str]:
    process = installation.cchc(*words)
    out, complaint = process.communicate(timeout=PATIENCE_TO_MIGRATE)
    return process.returncode, out + complaint


def test_the_role_of_the_service_works_and_cannot_open_what_is_frozen(installation: Installation):
    code, said = ended(installation, "migrate")
    assert code == 1
    assert "Vai trò trong DATABASE_URL không được sửa bảng: hãy chạy cchc migrate bằng vai trò sở hữu" in said
    assert ended(owner_of(installation), "migrate")[0] == 0
    installation.say(WORK)
    assert ended(installation, "migrate")[0] == 0
    assert ended(installation, "verify")[0] == 0
    with installation.connected() as execute:
        for forbidden in FORBIDDEN:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                execute(forbidden)
        for refused in (
            "UPDATE audit_entry SET person = 'x'",
            "DELETE FROM scores_score",
            "DELETE FROM audit_seal",
        ):
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="immutable"):
                execute(refused)
    assert ended(installation, "verify")[0] == 0
