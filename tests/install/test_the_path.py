"""The path of the installing guide, walked on an empty machine: its own blocks of commands, run as they stand.

What stands in for what, and what of the unit is not kept to, is said in `as_the_unit.py`, `make`, `systemctl` and in
the guide. With CCHC_INSTALL=whole (`make install-check`) the packages are installed anew, from the lock.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from tests.files.pdf_paper import pdf_bytes, table_pages
from tests.install import empty_machine
from tests.reading.papers import table_rows, word_bytes

WHOLE = os.environ.get("CCHC_INSTALL") == "whole"
UNIT = Path(__file__).resolve().parents[2] / "deploy" / "cchc.service"
NEEDED = ("unshare", "systemd-analyze", "useradd", "setpriv", "openssl", "curl")


def walked(empty: Path) -> dict[str, Any]:
    """What stands after the last step."""
    (empty / "plans").mkdir()
    (empty / "plans" / "ke-hoach.docx").write_bytes(word_bytes(table_rows()))
    pages = table_pages([list(row) for row in table_rows()], [1, 3, 3, 3, 2, 2, 2, 2][: len(table_rows()[0])])
    (empty / "plans" / "ke-hoach.pdf").write_bytes(pdf_bytes(pages))
    if WHOLE:  # fetched before /opt is mounted over: an index of packages may live there
        locks = [f"-r{UNIT.parents[1] / 'requirements' / name}" for name in ("base.txt", "build.txt")]
        fetch = ["download", "-q", "--require-hashes", *locks, "-d", str(empty / "wheels")]
        subprocess.run([sys.executable, "-m", "pip", *fetch], check=True)
    namespaces = ["--mount", "--pid", "--fork", "--mount-proc", "--kill-child", *([] if WHOLE else ["--net"])]
    done = subprocess.run(
        [
            "unshare",
            *namespaces,
            sys.executable,
            empty_machine.__file__,
            str(empty),
            *(["whole"] if WHOLE else []),
        ],
        capture_output=True,
        text=True,
        env={**os.environ, "PACKAGES": sysconfig.get_path("purelib")},
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def stands(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing or subprocess.run(["unshare", "--mount", "--net", "true"], check=False).returncode:
        pytest.skip(
            f"walked by root only, who may make name spaces; with {', '.join(NEEDED)}; missing: {missing}"
        )
    return walked(tmp_path_factory.mktemp("empty"))


def test_code_and_settings_belong_to_root_and_data_to_the_service_alone(stands: dict[str, Any]):
    assert stands["modes"] == {
        "/opt/cchc/.venv/bin/cchc": "root:root 0755",
        "/etc/cchc": "root:root 0700",
        "/etc/cchc/cchc.env": "root:root 0600",
        "/etc/ssl/private/cchc.key": "root:root 0600",
        "/usr/local/sbin/cchc": "root:root 0755",
        "/var/lib/cchc": "cchc:cchc 0700",
        "/var/lib/cchc/cchc.sqlite3": "cchc:cchc 0600",
        "/var/lib/cchc/secret_key": "cchc:cchc 0600",
        "/var/backups/cchc": "cchc:cchc 0700",
        "/var/lib/cchc-niem-phong": "root:root 0755",
        "/var/lib/cchc-niem-phong/chuoi": "root:cchc 0660",
    }


def test_the_first_administrator_is_in_the_data_of_the_service_and_signs_in(stands: dict[str, Any]):
    assert stands["people"] == [["quantri", 1]]
    assert stands["data beside the code"] is False
    assert stands["signs in"] == "/nguoi-dung/doi-mat-khau/"


def test_the_service_answers_that_all_is_well(stands: dict[str, Any]):
    status, health = stands["health"]
    assert (status, set(health.values())) == (200, {"ok"})


def test_the_backup_of_the_night_runs_as_the_service(stands: dict[str, Any]):
    assert stands["backups"] == ["cchc-….sqlite3", "secret_key"]
    assert stands["backups are those of"] is True


def test_the_head_of_the_chain_is_kept_outside_the_data(stands: dict[str, Any]):
    assert re.fullmatch(r".*\b\d+:[0-9a-f]{64}", stands["heads kept outside"][-1])


def test_every_process_of_the_service_is_without_privileges_and_behind_the_filter(stands: dict[str, Any]):
    nothing = "0" * 16
    assert stands["processes"]["count"] >= 5  # both, the web server, its two workers, the worker
    assert stands["processes"]["kinds"] == [
        {
            "CapPrm": nothing,
            "CapBnd": nothing,
            "NoNewPrivs": "1",
            "Seccomp": "2",
            "Umask": "0077",
            "open files": "4096",
        }
    ]


def test_the_service_may_write_into_its_data_and_nothing_else(stands: dict[str, Any]):
    assert [what for what, succeeded in stands["may"].items() if succeeded] == ["writes into its data"]


def test_the_readers_of_plans_work_within_the_limits_of_the_unit(stands: dict[str, Any]):
    assert stands["reads"] == {"ke-hoach.docx": 3, "ke-hoach.pdf": 3}


def test_systemd_finds_little_that_the_service_is_exposed_to(stands: dict[str, Any]):
    assert stands["exposure"] <= 1.5


def test_told_to_end_the_service_ends_well(stands: dict[str, Any]):
    assert stands["ends"] == 0


def test_production_is_installed_without_the_tools_of_the_tests():
    told = subprocess.run(
        ["make", "-n", "production"], cwd=UNIT.parent.parent, capture_output=True, text=True, check=True
    )
    assert re.findall(r"-r (\S+)", told.stdout) == ["requirements/base.txt", "requirements/build.txt"]
    assert "npm ci --omit=dev" in told.stdout


@pytest.mark.skipif(not WHOLE, reason="the packages of the tests are used again")
def test_the_whole_path_installs_no_tool_of_the_tests(stands: dict[str, Any]):
    assert stands["tools"] == []


def test_the_guide_says_every_way_in_which_it_was_not_followed(stands: dict[str, Any]):
    programs = {line.split()[0] for line in stands["stood in"]}
    assert programs <= ({"systemctl", "nginx"} if WHOLE else {"systemctl", "nginx", "make"})
