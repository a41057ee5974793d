"""After the database was restored from a backup a new epoch begins, and nothing else begins one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.signing import Signer
from django.db import transaction

from cchc.access.permissions import Role
from cchc.access.platform import by_the_platform
from cchc.audit.models import Entry
from cchc.fieldwork.actions.epochs import begin_epoch
from cchc.fieldwork.models import FormSubmission
from cchc.fieldwork.queries.epochs import past_file, standing_epoch
from cchc.surveys.actions.responses import accept_all
from cchc.surveys.actions.states import close_survey
from tests import builders
from tests.builders.devices import a_field, a_telephone, exchanged, filled_in, receipts, sent

pytestmark = pytest.mark.django_db

LEAD = builders.an_actor(Role.SURVEY_STAFF)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path


@pytest.fixture
def field():
    return a_field()


@pytest.fixture
def token(field):
    return a_telephone(field.enumerator)[1]


@contextmanager
def restored_afterwards() -> Iterator[None]:
    """The database stands afterwards as it did before; the folder of the installation does not."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_a_server_restored_from_a_backup_begins_a_new_epoch_and_takes_what_it_lost_again(field, token):
    form = filled_in(field.forms[0])
    before = exchanged(token)
    with restored_afterwards():
        (receipt,) = receipts(token, form)
        after = exchanged(token, epoch=before["epoch"])
    assert (after["epoch"], after["event"] > before["event"]) == (before["epoch"], True)
    claim = {name: receipt[name] for name in ("key", "version", "sha256")}
    now = exchanged(token, epoch=after["epoch"], event=after["event"])
    assert now["epoch"] != after["epoch"]
    assert sent(token, "doi-chieu", {"receipts": [claim]}).json()["missing"] == [claim]
    (again,) = receipts(token, form)
    assert again["outcome"] == "accepted"
    assert sent(token, "doi-chieu", {"receipts": [claim]}).json()["missing"] == []
    assert exchanged(token)["epoch"] == now["epoch"]


def past_told_with_receipts(token: str, *forms: dict[str, Any]) -> str:
    """The past that a telephone is told with the receipts for its forms."""
    past: str = sent(token, "gui", {"forms": forms}).json()["past"]
    return past


def test_a_server_whose_folder_was_restored_too_is_found_out_by_the_past_that_it_signed(field, token):
    before = exchanged(token)
    with restored_afterwards():
        past = past_told_with_receipts(token, filled_in(field.forms[0]))
    past_file().unlink()
    now = exchanged(token, epoch=before["epoch"], past=past)
    assert now["epoch"] != before["epoch"]
    assert exchanged(token, epoch=before["epoch"], past=past)["epoch"] == now["epoch"]


def test_it_is_found_out_by_who_sends_first_and_when_its_log_has_grown_as_far_again(field, token):
    before = exchanged(token)
    with restored_afterwards():
        past = past_told_with_receipts(token, filled_in(field.forms[0]))
        event = exchanged(token)["event"]
    past_file().unlink()
    for form in field.forms[1:]:
        receipts(token, filled_in(form))
    assert exchanged(token)["event"] >= event
    answer = sent(token, "gui", {"forms": [], "past": past}).json()
    assert answer["epoch"] != before["epoch"]
    assert exchanged(token, past=answer["past"])["epoch"] == answer["epoch"]


def test_no_claim_that_the_server_has_not_signed_begins_an_epoch(field, token):
    """Whoever holds one connected telephone could else have all others ask about all their receipts, time and again."""
    before = exchanged(token)
    genuine = past_told_with_receipts(token, filled_in(field.forms[0]))
    told, signature = genuine.rsplit(":", 1)
    epoch, number, mark = told.split(".")
    later = f"{epoch}.{int(number) + 1}.{mark}"
    entries = Entry.objects.count()
    made_up = {"key": "0a1b2c3d4e", "version": 1, "sha256": "0" * 64}
    for past in (
        "x",
        later,
        f"{later}:{signature}",
        f"{epoch}.{number}.{'0' * 16}:{signature}",
        Signer(key="another", salt="cchc.fieldwork.past").sign(later),
        Signer().sign(later),
        genuine,
    ):
        for claim in ({"past": past}, {"past": past, "receipt": made_up}):
            assert exchanged(token, epoch=before["epoch"], **claim)["epoch"] == before["epoch"]
        assert sent(token, "gui", {"forms": [], "past": past}).json()["epoch"] == before["epoch"]
    assert Entry.objects.count() == entries
    assert sent(token, "trao-doi", {"epoch": "", "event": 0, "past": "x" * 201}).status_code == 400


def test_a_survey_whose_sendings_went_when_it_was_closed_is_no_restored_server(field, token):
    before = exchanged(token)
    past = past_told_with_receipts(token, filled_in(field.forms[0]))
    accept_all(by=LEAD, survey=field.survey)
    close_survey(by=builders.an_actor(Role.COORDINATOR), survey=field.survey)
    assert not FormSubmission.objects.exists()
    assert exchanged(token, epoch=before["epoch"], past=past)["epoch"] == before["epoch"]


def test_two_who_see_that_a_new_epoch_must_begin_begin_one(field):
    seen = standing_epoch()
    first = begin_epoch(by=by_the_platform(), seen=seen)
    assert begin_epoch(by=by_the_platform(), seen=seen) == first == standing_epoch()


def test_the_note_of_the_past_that_cannot_be_read_is_none(field, token):
    epoch = exchanged(token)["epoch"]
    past_file().write_text("{", encoding="utf-8")
    assert exchanged(token)["epoch"] == epoch
    assert json.loads(past_file().read_text(encoding="utf-8"))["epoch"] == epoch
