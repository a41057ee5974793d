"""A real server that is killed while telephones send: every form that was acknowledged is there, each once, whole."""

from __future__ import annotations

import http.client
import json
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

import pytest

from tests.documents.sending import Server, serving
from tests.installation import PATIENCE, Installation, copied, until

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals"),
]

TELEPHONES, EACH = 3, 40
IN_THE_FIELD = f"""
import json
from tests.builders.devices import a_field, a_telephone, filled_in
field = a_field(each={TELEPHONES * EACH})
tokens = [a_telephone(field.enumerator, f"Máy {{at}}")[1] for at in range({TELEPHONES})]
forms = [filled_in(one) for one in field.forms]
print(json.dumps({{"tokens": tokens, "forms": [forms[at::{TELEPHONES}] for at in range({TELEPHONES})]}}))
"""
STANDS = """
import json
from cchc.audit.models import Entry
from cchc.fieldwork.models import AnswerLink, FieldAssignment, FormSubmission
from cchc.surveys.models import Response
print(json.dumps({
    "stored": {one.key: [one.pk, one.sha256] for one in FormSubmission.objects.all()},
    "answered": sorted(Response.objects.filter(answers__has_key="q1").values_list("form_key", flat=True)),
    "responses": Response.objects.count(),
    "used_up": sorted(AnswerLink.objects.values_list("form_key", flat=True)),
    "returned": FieldAssignment.objects.filter(state="returned").count(),
    "told": sum(len(one.facts["number"].split(", "))
                for one in Entry.objects.filter(verb="fieldwork.form_received")),
}))
"""


@pytest.fixture
def server(untouched: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("killed")
    with copied(untouched, folder) as installation, serving(installation) as server:
        yield server


@dataclass
class Telephone:
    """A telephone that sends its forms, two at a time, as often as it takes, and keeps its receipts."""

    server: Server
    token: str
    forms: list[dict[str, object]]
    receipts: dict[str, list[object]] = field(default_factory=dict)
    unanswered: int = 0

    def send_all(self, ended: threading.Event) -> None:
        """Send until each form has its receipt."""
        while not ended.is_set():
            left = [one for one in self.forms if one["key"] not in self.receipts]
            if not left:
                return
            try:
                self._send(left[:2])
            except (OSError, http.client.HTTPException):
                self.unanswered += 1
                ended.wait(0.1)

    def _send(self, forms: list[dict[str, object]]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)
        try:
            headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
            connection.request("POST", "/thuc-dia/giao-thuc/gui/", json.dumps({"forms": forms}), headers)
            answer = connection.getresponse()
            told = json.loads(answer.read())
        finally:
            connection.close()
        for one in told.get("receipts", ()):
            assert one["outcome"] in ("accepted", "already_there"), one
            self.receipts[one["key"]] = [one["number"], one["sha256"]]


def test_every_acknowledged_form_is_there_once_and_whole_when_the_server_was_killed(server: Server) -> None:
    field = json.loads(server.installation.say(IN_THE_FIELD))
    telephones = [
        Telephone(server, token, forms) for token, forms in zip(field["tokens"], field["forms"], strict=True)
    ]
    ended = threading.Event()
    with ThreadPoolExecutor(TELEPHONES) as pool:
        works = [pool.submit(one.send_all, ended) for one in telephones]
        try:
            for received in (6, 30):
                until(lambda least=received: sum(len(one.receipts) for one in telephones) >= least)
                server.kill()
                told = {key: receipt for one in telephones for key, receipt in one.receipts.items()}
                stands = json.loads(server.installation.say(STANDS))
                assert told.items() <= stands["stored"].items()
                assert stands["answered"] == stands["used_up"] == sorted(stands["stored"])
                assert stands["returned"] == stands["responses"] == stands["told"] == len(stands["stored"])
                server.start()
            until(lambda: all(one.done() for one in works))
        finally:
            ended.set()
        for one in works:
            with suppress(TimeoutError):
                one.result(timeout=PATIENCE)
    stands = json.loads(server.installation.say(STANDS))
    assert stands["stored"] == {key: it for one in telephones for key, it in one.receipts.items()}
    assert len(stands["stored"]) == stands["responses"] == stands["told"] == TELEPHONES * EACH
    assert sum(one.unanswered for one in telephones) > 0
