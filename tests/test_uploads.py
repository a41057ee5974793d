"""Every address that takes something from outside bears every kind of file and every bomb, and the web process does not
even notice."""

from __future__ import annotations

import sys

import pytest
from benchmarks.torturing.uploads import NO_BOMB, a_small_file, addresses, attack
from django import forms
from django.db import connection

from cchc.files.kinds import EVIDENCE, FileKind
from cchc.ui.uploads import UploadField
from tests.files.bombs import BOMBS
from tests.installation import Installation
from tests.test_architecture import modules

TAKEN = {
    "criteria:upload": {"toml", "xlsx"},
    "scores:imports": {"xlsx", "csv"},
    "accounts:import": {"xlsx", "csv"},
    "scores:correct": {"pdf", "docx", "xlsx"},
    "units:import": {"xlsx", "csv"},
    "units:figures_import": {"xlsx", "csv"},
    "cycles:holidays_add": set(FileKind),
    "plans:sheet_import": {"xlsx"},
    "documents:upload": set(EVIDENCE),
    "documents:anchors": {"cer"},
    "portal_office:boundaries": set(),  # its reader takes nothing that names no unit
    "analysis:published_file": set(),  # its reader takes nothing without a table of points
    "following:frame_new": {"xlsx"},
    "following:frame_files": {"xlsx"},
    "surveys:questionnaire_new": {"toml", "xlsx"},
    "surveys:questionnaire_files": {"toml", "xlsx"},
    "surveys:answers": {"xlsx", "csv"},
    "surveys:frame_bring": {"xlsx", "csv"},
    "plans:hand_in": {"docx", "pdf", "xlsx", "txt", "tsv", "doc", "odt", "rtf", "xls", "ods"},
    "plans:annexes": {"docx", "pdf", "xlsx", "txt", "tsv", "doc", "odt", "rtf", "xls", "ods"},
}
KEPT = {
    "documents:upload",
    "surveys:answers",
    "plans:hand_in",
    "plans:annexes",
}  # where a bomb that is of the kind is kept, and read by others or never


def test_no_file_at_any_address_breaks_the_web_process_or_fills_it(installation: Installation) -> None:
    outcomes = attack(installation.environment, whole=False)
    assert [one for one in outcomes if one.failed] == []

    small = {(one.address, one.kind): one.status for one in outcomes if one.bomb == NO_BOMB}
    assert small.keys() == {(address, kind.value) for address in TAKEN for kind in FileKind}
    assert {status for (address, kind), status in small.items() if kind not in TAKEN[address]} == {422}

    kept = {(one.kind, one.bomb) for one in outcomes if one.address == "plans:hand_in"}
    assert kept == {(kind.value, bomb) for kind in FileKind for bomb in (NO_BOMB, *BOMBS.get(kind, ()))}
    others = [one for one in outcomes if one.bomb != NO_BOMB and one.address not in KEPT]
    assert {one.status for one in others} == {422}


@pytest.mark.django_db
def test_whatever_is_read_is_read_outside_any_transaction() -> None:
    depths: list[int] = []
    listening = True

    def listen(event: str, _arguments: object) -> None:
        if listening and event == "subprocess.Popen":
            depths.append(len(connection.atomic_blocks))

    sys.addaudithook(listen)  # stays for good, and is silent after this test
    try:
        for post, _bombs in addresses().values():
            for kind in (FileKind.XLSX, FileKind.CSV, FileKind.TXT):
                post(f"a.{kind}", a_small_file(kind))
    finally:
        listening = False
    assert len(depths) >= 15
    assert set(depths) == {len(connection.atomic_blocks)}  # that of the test itself


def test_no_form_takes_a_file_but_through_a_door() -> None:
    fields = {
        f"{form.__module__}.{form.__name__}": type(field)
        for module in modules("forms")
        for form in vars(module).values()
        if isinstance(form, type) and issubclass(form, forms.Form)
        for field in form.base_fields.values()
        if isinstance(field, forms.FileField)
    }
    assert set(fields.values()) == {UploadField}
    assert len(fields) == 24
