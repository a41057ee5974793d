"""The queue of a telephone leaves it as a file that the installation alone opens, and is received once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cchc.access.permissions import Role
from cchc.config.cli import main
from cchc.fieldwork.actions.devices import revoke_device
from cchc.fieldwork.actions.sealed_exports import installation_opening_key
from cchc.fieldwork.exchange.sealing import NotOpened, new_opening_key, opened_export
from cchc.fieldwork.models import FormSubmission
from cchc.fieldwork.queries.epochs import standing_epoch
from cchc.fieldwork.queries.opening import opening_key_file
from cchc.surveys.models import Response
from tests import builders
from tests.builders.devices import a_field, a_telephone, exchanged, filled_in, receipts
from tests.builders.fieldwork import SATISFIED
from tests.fieldwork.on_the_device import Device, scripts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture(scope="module")
def device(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Device]:
    with scripts(tmp_path_factory.mktemp("device")) as device:
        yield device


def test_what_the_telephone_seals_the_installation_opens_and_nobody_else(device):
    key, content = new_opening_key(), {"token": "t", "forms": [{"q5": "đúng hẹn <b>"}]}
    sealed = device.says("sealing", "sealed", key.public, content)
    assert "hẹn" not in sealed
    assert opened_export(key, sealed.encode()) == content
    with pytest.raises(NotOpened):
        opened_export(new_opening_key(), sealed.encode())
    told = json.loads(sealed)
    data = ("B" if told["data"][0] == "A" else "A") + told["data"][1:]
    for changed in ({**told, "data": data}, {**told, "iv": "AAAA"}, {**told, "format": "x"}, [], {}):
        with pytest.raises(NotOpened):
            opened_export(key, json.dumps(changed).encode())


def test_the_key_is_made_once_readable_to_its_owner_alone(capsys):
    assert main(["fieldwork", "key"]) == 0
    first = installation_opening_key()
    assert first.fingerprint in capsys.readouterr().out
    assert opening_key_file().stat().st_mode & 0o077 == 0
    assert main(["fieldwork", "key"]) == 0
    assert installation_opening_key().public == first.public
    opening_key_file().write_text("khong phai", encoding="utf-8")
    assert main(["fieldwork", "key"]) == 1


def test_an_export_is_received_once_with_what_came_by_itself_also_from_a_lost_telephone(
    device, tmp_path, capsys
):
    field = a_field()
    telephone, token = a_telephone(field.enumerator)
    assert exchanged(token)["key"] is None
    key = installation_opening_key()
    assert exchanged(token)["key"] == key.public
    sent, kept, wrong = (
        filled_in(one, texts)
        for one, texts in zip(field.forms, (SATISFIED, SATISFIED, {"q1": "9"}), strict=True)
    )
    receipts(token, sent)
    export = tmp_path / "phieu.cchc"
    content = {"token": token, "forms": [sent, kept, wrong]}
    export.write_text(device.says("sealing", "sealed", key.public, content), encoding="utf-8")

    revoke_device(by=builders.an_actor(Role.SURVEY_STAFF), device=telephone)
    for told in ("1 phiếu đã nhận, 1 phiếu có từ trước, 1", "0 phiếu đã nhận, 2 phiếu có từ trước, 1"):
        assert main(["fieldwork", "take", str(export)]) == 1
        assert told in capsys.readouterr().out
    assert (FormSubmission.objects.count(), Response.objects.count()) == (2, 2)


@pytest.mark.parametrize("content", ["", "{}", "[1]", "x" * 100])
def test_a_file_that_is_no_export_is_refused_in_words(content, tmp_path, capsys):
    installation_opening_key()
    export = tmp_path / "phieu.cchc"
    export.write_text(content, encoding="utf-8")
    assert main(["fieldwork", "take", str(export)]) == 1
    assert main(["fieldwork", "take", str(tmp_path / "khong-co")]) == 1
    assert capsys.readouterr().err.count("\n") == 2


def test_a_new_epoch_is_begun_by_hand_too(capsys):
    before = standing_epoch()
    assert main(["fieldwork", "epoch"]) == 0
    assert standing_epoch() != before
