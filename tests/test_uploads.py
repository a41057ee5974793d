"""Every address that takes something from outside bears every kind of file and every bomb, and the web process does not
even notice."""

from __future__ import annotations

import pytest
from benchmarks.torturing.uploads import NO_BOMB, Outcome, attack
from django import forms

from cchc.files.kinds import FileKind
from cchc.ui.uploads import UploadField
from tests.files.bombs import BOMBS
from tests.installation import Installation
from tests.test_architecture import modules

TAKEN = {
    "criteria:upload": {"toml", "xlsx"},
    "results:imports": {"xlsx", "csv"},
    "units:import": {"xlsx", "csv"},
    "units:import_apply": {"xlsx", "csv"},
    "cycles:holidays_add": set(FileKind),
    "plans:sheet_import": {"xlsx"},
    "plans:hand_in": {"docx", "pdf", "xlsx", "txt", "tsv"},
}


@pytest.fixture(scope="module")
def outcomes(attacked: Installation) -> list[Outcome]:
    return attack(attacked.environment, whole=False, patience=300)


def test_no_file_breaks_the_web_process_or_fills_it(outcomes: list[Outcome]) -> None:
    assert [one for one in outcomes if one.failed] == []


def test_every_address_gets_every_kind_and_refuses_those_it_does_not_take(outcomes: list[Outcome]) -> None:
    small = {(one.address, one.kind): one.status for one in outcomes if one.bomb == NO_BOMB}
    assert small.keys() == {(address, kind.value) for address in TAKEN for kind in FileKind}
    assert {status for (address, kind), status in small.items() if kind not in TAKEN[address]} == {422}


def test_every_bomb_is_refused_or_only_kept(outcomes: list[Outcome]) -> None:
    bombs = {(one.kind, one.bomb): one for one in outcomes if one.address == "plans:hand_in"}
    assert {(kind, bomb) for kind in BOMBS for bomb in (NO_BOMB, *BOMBS[kind])} == bombs.keys()
    read = {one.status for one in outcomes if one.bomb != NO_BOMB and one.address != "plans:hand_in"}
    assert read == {400, 422}  # 400: more than Django takes in a field that is no file


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
    assert len(fields) == 5
