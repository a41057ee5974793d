"""`cchc release verify` and the verifier inside the bundle, as anyone runs them: what they print, and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from cchc.config.cli import main
from cchc.criteria.exchange.reading import read_known_set
from cchc.releases.exchange import fetching
from cchc.releases.exchange.bundle import bundle_bytes, read_bundle
from cchc.releases.exchange.changes import changes_between
from cchc.releases.exchange.content import Level
from cchc.releases.exchange.fetching import NotFetched, fetched
from cchc.releases.exchange.signing import new_signing_key
from tests.releases.contents import KEY, SOFTWARE, a_correction
from tests.releases.forging import Documents, forged
from tests.releases.test_verifying import a_bundle


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    file = tmp_path / "goi.zip"
    file.write_bytes(a_bundle())
    return file


def raise_a_point(documents: Documents) -> None:
    """One unit's points in one criterion, more than they are."""
    row = next(one for one in documents["leaves.json"] if (one["unit"], one["leaf"]) == ("bo-1", "2.1"))
    row["points"] = "2"


def test_a_bundle_that_is_right_ends_with_0_and_says_how_many_figures_agree(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = tmp_path / "khoa.txt"
    key.write_text(KEY.public.file())
    assert main(["release", "verify", str(bundle), "--key", str(key), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["right"], found["faults"], found["differences"]) == (True, [], [])
    assert (found["fingerprint"], found["release"]) == (
        KEY.public.fingerprint,
        {"year": 2026, "number": 1, "level": "leaves"},
    )
    assert main(["release", "verify", str(bundle), "--root", found["root"][:20]]) == 0
    assert f"{found['compared']}/{found['compared']}" in capsys.readouterr().out


def test_a_forged_bundle_ends_with_1_and_names_the_figure_in_vietnamese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "goi.zip"
    file.write_bytes(forged(a_bundle(), raise_a_point))
    assert main(["release", "verify", str(file)]) == 1
    said = capsys.readouterr()
    assert "✗ Sở Một · 2.1. Tiêu chí 2.1, điểm: trong gói 2, tính lại 1" in said.out.splitlines()
    assert "manifest.sig" in said.err


def test_what_is_not_there_ends_with_2(
    bundle: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    no_key = tmp_path / "khoa.txt"
    no_key.write_text("không phải khóa")
    asked = [
        ["release", "verify", str(tmp_path / "khong-co.zip")],
        ["release", "verify", "file:///etc/passwd"],
        ["release", "verify", "ftp://127.0.0.1/goi.zip"],
        ["release", "verify", str(bundle), "--key", str(no_key)],
    ]
    assert [main(words) for words in asked] == [2, 2, 2, 2]
    assert len(capsys.readouterr().err.splitlines()) == 4


def test_another_key_than_that_of_the_portal_ends_with_1(bundle: Path, tmp_path: Path) -> None:
    key = tmp_path / "khoa.txt"
    key.write_text(new_signing_key().public.file())
    assert main(["release", "verify", str(bundle), "--key", str(key)]) == 1


def test_a_correction_is_compared_with_what_it_replaces_and_with_what_it_says_that_it_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, after = read_bundle(a_bundle()).content, read_bundle(a_bundle(bonus="0.75")).content
    changes = changes_between(before, after)
    assert {(one.unit, one.node, one.what) for one in changes} >= {
        ("bo-2", "3.2", "points"),
        ("bo-2", "", "index"),
    }
    named = {"truoc": before, "sau": a_correction(after, changes), "im": a_correction(after, changes[1:])}
    for name, content in named.items():
        (tmp_path / f"{name}.zip").write_bytes(bundle_bytes(content, KEY, SOFTWARE))
    first, second, silent = (str(tmp_path / f"{name}.zip") for name in named)
    assert main(["release", "verify", "--compare", first, first]) == 0
    assert "Không số liệu nào khác." in capsys.readouterr().out
    assert main(["release", "verify", "--compare", first, second]) == 0
    name = read_known_set(after.sets[0].toml).names["3.2"]
    assert f"Sở Hai · 3.2. {name}, điểm: 0.25 → 0.75" in capsys.readouterr().out.splitlines()
    assert main(["release", "verify", "--compare", first, silent, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["unannounced"], found["unfounded"]) == ([asdict(changes[0])], [])
    (tmp_path / "sau.zip").write_bytes(forged(a_bundle(), raise_a_point))
    assert main(["release", "verify", "--compare", first, second]) == 1
    assert "manifest.sig" in capsys.readouterr().err


def test_verifying_asks_neither_django_nor_a_database() -> None:
    program = (
        "import sys, cchc.releases.commands; print([one for one in sys.modules if one.startswith('django')])"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"


# --- the verifier inside ------------------------------------------------------------------------------------------


def run_inside(folder: Path, *words: str) -> tuple[int, str]:
    """The verifier of an unpacked bundle, by a Python that knows nothing of us."""
    command = [sys.executable, "-I", "-S", str(folder / "verify.py"), *words]
    said = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert said.stderr == ""
    return said.returncode, said.stdout


def test_the_verifier_inside_verifies_the_folder_in_which_it_lies_and_the_archive(
    bundle: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "goi")
    code, said = run_inside(tmp_path / "goi")
    root = said.split("Mã gốc: ")[1].splitlines()[0]
    assert code == 0
    assert "chữ ký" in said.splitlines()[-1]
    assert run_inside(tmp_path / "goi", str(bundle), "--root", root) == (0, said)
    assert run_inside(tmp_path / "goi", "--root", "0000 0000 0000 0000 0000")[0] == 1
    assert run_inside(tmp_path / "goi", str(tmp_path / "khong-co.zip"))[0] == 2
    (tmp_path / "goi" / "units.json").write_bytes(b"[]")
    code, said = run_inside(tmp_path / "goi")
    assert (code, "✗ units.json: tệp đã bị thay đổi" in said) == (1, True)
    bundle.write_bytes(forged(a_bundle(), raise_a_point))
    code, said = run_inside(tmp_path / "goi", str(bundle))
    assert (code, "bo-1 · 2.1" in said) == (1, True)


def test_the_verifier_inside_has_fewer_than_400_lines_and_asks_python_alone() -> None:
    lines = Path(fetching.__file__).with_name("verify.py").read_text(encoding="utf-8").splitlines()
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert len(lines) < 400
    assert imported - {*sys.stdlib_module_names, "collections.abc"} == set()


# --- an address ---------------------------------------------------------------------------------------------------


class Answers(BaseHTTPRequestHandler):
    """A web server with a bundle, and others that it is better not to trust."""

    def do_GET(self) -> None:
        if self.path.startswith("/to?"):
            self.send_response(302)
            self.send_header("Location", self.path.partition("?")[2])
            self.end_headers()
        elif self.path == "/goi.zip":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(a_bundle(Level.INDEX))
        elif self.path.startswith("/drip"):
            self.send_response(200)
            if self.path == "/drip-in-the-head":
                self.flush_headers()
            else:
                self.end_headers()
            with suppress(OSError):
                for _second in range(40):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
        else:
            self.send_error(404)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def served() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_an_address_is_read_within_its_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    with served() as address:
        assert fetched(f"{address}/goi.zip") == a_bundle(Level.INDEX)
        assert fetched(f"{address}/to?/goi.zip") == a_bundle(Level.INDEX)
        refused = [
            "/none.zip",
            "/to?file:///etc/passwd",
            "/to?ftp://127.0.0.1/goi.zip",
            "/to?" * 20 + "/goi.zip",
        ]
        for path in refused:
            with pytest.raises(NotFetched):
                fetched(address + path)
        with pytest.raises(NotFetched):
            fetched(f"{address}/goi.zip", seconds=0)
        for path in ("/drip", "/drip-in-the-head"):  # never without a byte for long, and never at its end
            began = time.monotonic()
            with pytest.raises(NotFetched, match="in time"):
                fetched(address + path, seconds=0.5)
            assert time.monotonic() - began < 1.5
        monkeypatch.setattr(fetching, "MOST_BYTES", 1000)
        with pytest.raises(NotFetched, match="megabytes"):
            fetched(f"{address}/goi.zip")
