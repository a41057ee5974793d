"""`cchc portal export`: the whole public side as files, compared in words, refused with a reason."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path

import pytest
from django.test import Client

from cchc.config.cli import main
from cchc.portal.commands import address_argument
from cchc.portal.exchange.copies import SUMS
from cchc.releases.exchange.content import Level
from tests.portal.shelves import a_year
from tests.portal.test_answers import HOME, a_release

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Run the verb in English; its exit code and what it prints."""
    code = main(["portal", "export", *map(str, words)])
    return code, *capsys.readouterr()


def test_what_is_released_is_written_compared_and_written_again(
    capsys, tmp_path: Path, client: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CCHC_LANGUAGE", "en")
    folder = tmp_path / "www"
    assert run(capsys, folder) == (2, "", "Nothing is released yet: there is nothing to copy.\n")
    a_release(a_year(level=Level.INDEX))
    code, said, _ = run(capsys, folder, "--address", "https://x.example/cchc")
    assert (code, "https://x.example/cchc/" in said) == (0, True)
    assert (folder / "2025" / "goi-du-lieu.zip").read_bytes() == client.get(f"{HOME}goi-du-lieu.zip").content
    assert "Sở Nội vụ" in (folder / "2025" / "don-vi" / "so-1" / "index.html").read_text(encoding="utf-8")
    same = (0, "The copy is what is released now, file by file.\n", "")
    assert run(capsys, "--check", folder) == same
    (folder / "2025" / "index.html").write_text("other")
    (folder / "atom.xml").unlink()
    (folder / "robots.txt").write_text("")
    lines = "missing: atom.xml\nadded: robots.txt\ndifferent: 2025/index.html\n"
    assert run(capsys, folder, "--check") == (1, f"{lines}The copy differs in 3 files.\n", "")
    assert "2 new or changed, 0 of the older copy removed" in run(capsys, folder)[1]
    (folder / "robots.txt").unlink()
    assert run(capsys, folder, "--check") == same
    Path(folder / SUMS).unlink()
    code, said, why = run(capsys, folder)
    assert (code, said, "holds something else than a copy" in why) == (2, "", True)
    assert run(capsys, tmp_path / "not" / "there")[0] == 2


@pytest.mark.parametrize(
    "text",
    ["x.example", "ftp://x.example/", "https://", "https://x.example/?a=1", 'https://x.example/"', "/a/"],
)
def test_an_address_that_is_not_whole_is_refused(text: str):
    with pytest.raises(ArgumentTypeError, match=r"no whole address|địa chỉ đầy đủ"):
        address_argument(text)


def test_an_address_ends_in_a_slash():
    assert (
        address_argument("https://x.example/cchc")
        == address_argument("https://x.example/cchc/")
        == "https://x.example/cchc/"
    )
    assert address_argument("") == ""
