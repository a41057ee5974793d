"""Time stamps of the head of the chain, by an authority of our own on the loopback."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from cchc.audit.actions import seal
from cchc.audit.chain import current_head
from cchc.audit.examination import Examination
from cchc.audit.stamps import NotStamped, stamp, stamp_when_due, stamped_heads
from tests.builders import a_unit

pytestmark = pytest.mark.django_db

CONFIG = """
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
[req]
distinguished_name = name
[name]
[stamping]
extendedKeyUsage = critical,timeStamping
"""


class Authority:
    """Signs what it is asked; `answers` are its bytes instead, when it is to answer something else."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.answers, self.asked = folder, None, 0
        (folder / "serial").write_text("01")
        (folder / "config").write_text(CONFIG.format(folder=folder))
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "certificate")

    def openssl(self, *words: str) -> None:
        more = [
            "-subj",
            "/CN=Co quan cap dau thoi gian",
            "-days",
            "2",
            "-extensions",
            "stamping",
            "-config",
            "config",
        ]
        told = ["openssl", *words, *(more if words[0] == "req" else [])]
        subprocess.run(told, cwd=self.folder, check=True, capture_output=True)

    def answer(self, query: bytes) -> bytes:
        self.asked += 1
        if self.answers is not None:
            return self.answers
        (self.folder / "query").write_bytes(query)
        self.openssl(
            *(
                "ts",
                "-reply",
                "-config",
                "config",
                "-queryfile",
                "query",
                "-inkey",
                "key",
                "-signer",
                "certificate",
            ),
            *("-out", "reply"),
        )
        return (self.folder / "reply").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Authority, str]]:
    authority = Authority(tmp_path_factory.mktemp("authority"))

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *words: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield authority, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def asked(authority: tuple[Authority, str], settings, tmp_path: Path) -> Authority:
    """The authority, as the settings name it."""
    one, settings.TIME_STAMP_URL = authority
    settings.TIME_STAMP_CA = str(one.folder / "certificate")
    settings.TIME_STAMPS = tmp_path / "stamps"
    one.answers, one.asked = None, 0
    a_unit()
    seal()
    return one


def faults() -> list[str]:
    return [str(one) for one in Examination().faults()]


def test_the_head_is_stamped_once_a_day_and_the_stamp_holds(asked: Authority):
    stamp_when_due()
    a_unit("Sở khác")
    seal()
    stamp_when_due()
    assert asked.asked == 1
    assert [(one.count, why) for one, why in stamped_heads()] == [(1, "")]
    assert faults() == []


def test_a_log_made_anew_is_a_fault_against_its_stamp(asked: Authority, settings):
    kept = stamp(current_head())
    kept.rename(kept.with_name(f"9-{current_head().digest}.tsr"))
    assert faults() == [
        "9 entries were sealed according to the time stamps, but only 1 hold: the log was cut."
    ]


def test_a_stamp_for_something_else_is_a_fault(asked: Authority):
    kept = stamp(current_head())
    kept.rename(kept.with_name(f"1-{'0' * 64}.tsr"))
    said = faults()
    assert len(said) == 2
    assert said[0].startswith("The time stamp of entry 1 does not hold: ")


def test_a_stamp_of_another_authority_is_not_kept(asked: Authority, settings, tmp_path: Path):
    (tmp_path / "another").mkdir()
    another = Authority(tmp_path / "another")
    settings.TIME_STAMP_CA = str(another.folder / "certificate")
    with pytest.raises(NotStamped, match="certificate"):
        stamp(current_head())
    assert list(stamped_heads()) == []


@pytest.mark.parametrize("answers", [b"", b"<html>", b"0\x03\x02\x01\x02"])
def test_an_answer_that_is_no_stamp_is_not_kept_and_does_not_stop_the_worker(
    asked: Authority, answers: bytes, caplog
):
    asked.answers = answers
    stamp_when_due()
    assert list(stamped_heads()) == []
    assert "has no time stamp" in caplog.text


def test_an_answer_to_an_earlier_question_is_not_kept(asked: Authority):
    stamp(current_head()).unlink()
    asked.answers = (asked.folder / "reply").read_bytes()
    with pytest.raises(NotStamped, match="nonce"):
        stamp(current_head())


def test_an_authority_that_cannot_be_reached_does_not_stop_the_worker(asked: Authority, settings, caplog):
    settings.TIME_STAMP_URL = "http://127.0.0.1:1/"
    stamp_when_due()
    assert "has no time stamp" in caplog.text
