"""A verb on an installation that is not ready for it says what to do, in one sentence, and does nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from inspect import getsource
from pathlib import Path

import pytest

from cchc.config.cli import VERBS

NEEDING = [
    name
    for name, (module, _sentence) in VERBS.items()
    if "open_database()" in getsource(getattr(import_module(module), name.split()[-1]))
]
UNUSED = "/khong-dung-den"
WORDS = {
    "administrator": ["quan-tri", "Quản trị viên", "Tỉnh An Lạc"],
    "backup": [UNUSED],
    "portal boundaries": [UNUSED],
    "fieldwork take": [UNUSED],
    "portal export": [UNUSED],
    "survey verify": [UNUSED],
}


def refused(folder: Path, *words: str, **settings: str) -> str:
    """What `cchc` says on stderr when it refuses, without a word on stdout."""
    answer = subprocess.run(
        [sys.executable, "-m", "cchc.config.cli", *words],
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "cchc.config.settings",
            "CCHC_LANGUAGE": "vi",
            "COLUMNS": "160",
        }
        | {"CCHC_VAR": str(folder), "DATABASE_URL": ""}
        | settings,
        check=False,
    )
    assert (answer.returncode, answer.stdout) == (1, "")
    return answer.stderr


def test_the_verbs_that_need_the_database_are_known():
    assert {"administrator", "verify", "work", "demo"} <= set(NEEDING)


@pytest.mark.parametrize("name", NEEDING)
def test_before_migrate_every_verb_says_so_and_names_the_database(name: str, tmp_path: Path):
    assert refused(tmp_path, *name.split(), *WORDS.get(name, [])) == (
        f"Cơ sở dữ liệu {tmp_path}/cchc.sqlite3 chưa được cập nhật; hãy chạy cchc migrate trước. Nếu đó không phải cơ "
        "sở dữ liệu của dịch vụ thì lệnh đang chạy mà không có thiết lập của dịch vụ (CCHC_VAR, DATABASE_URL).\n"
    )


def test_a_database_server_that_is_not_there_is_named_without_its_password(tmp_path: Path):
    said = refused(tmp_path, "migrate", DATABASE_URL="postgres://cchc:bi-mat@127.0.0.1:1/cchc")
    assert re.fullmatch(r"Cơ sở dữ liệu không trả lời: .*127\.0\.0\.1.*DATABASE_URL hoặc CCHC_VAR\.\n", said)
    assert "bi-mat" not in said


def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path: Path):
    (tmp_path / "cchc.sqlite3").write_bytes(b"khong phai co so du lieu" * 100)
    assert refused(tmp_path, "verify").startswith("Cơ sở dữ liệu không trả lời: file is not a database.")


def test_settings_that_are_not_understood_are_named_all_at_once_and_without_passwords(tmp_path: Path):
    wrong = {"TRUSTED_PROXIES": "hai", "BEHIND_HTTPS": "co", "DATABASE_URL": "kho://cchc:bi-mat@may/cchc"}
    said = refused(tmp_path, "verify", **wrong)
    assert said.startswith("Không hiểu thiết lập trong biến môi trường; chưa làm gì cả.\n")
    assert said.rstrip().endswith("Tổng số lỗi: 3")
    assert {name for name in wrong if re.search(f"^{name} ", said, re.MULTILINE)} == set(wrong)
    assert "bi-mat" not in said


def test_a_language_that_is_not_known_is_named_with_the_other_faults_by_every_verb(tmp_path: Path):
    said = refused(tmp_path, "criteria", "check", "bo.toml", CCHC_LANGUAGE="fr", LEAST_FREE="-1")
    assert said.rstrip().endswith("Tổng số lỗi: 2")


def test_a_verb_without_the_database_does_not_ask_for_its_settings(tmp_path: Path):
    said = refused(tmp_path, "criteria", "check", str(tmp_path / "bo.toml"), LEAST_FREE="-1")
    assert "bo.toml" in said
    assert "LEAST_FREE" not in said
    assert said.rstrip().endswith("Tổng số lỗi: 1")


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path: Path):
    (tmp_path / "file").touch()
    said = refused(tmp_path / "file" / "var", "verify")
    assert said.startswith(f"Người dùng này không được dùng {tmp_path}/file/var; ")
