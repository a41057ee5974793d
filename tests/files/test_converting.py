"""Old and foreign office files become readable ones by LibreOffice in an enclosure, or are refused with an advice."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from cchc.core.words.messages import Faults
from cchc.files import converting
from cchc.files.converting import converted, office
from cchc.reading.plans import PLAN_FILE, plan_of
from tests.reading.papers import MEASURES, SIX, table_rows, word_bytes

TASKS = [one["task"] for one in MEASURES]


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """A function that gives the plan of three measures in a kind of file, as LibreOffice writes it."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.docx").write_bytes(word_bytes(table_rows(SIX)))
    book = openpyxl.Workbook()
    for row in (["KẾ HOẠCH"], ["Cải cách hành chính năm 2026"], *table_rows(SIX)):
        book.active.append(row)
    book.save(folder / "a.xlsx")

    def written(kind: str) -> bytes:
        made = folder / f"a.{kind}"
        if not made.exists():
            source = folder / ("a.xlsx" if kind in ("xls", "ods") else "a.odt" if kind == "doc" else "a.docx")
            if source.suffix == ".odt":
                written("odt")
            command = [str(office()), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
            command += ["--convert-to", kind, "--outdir", str(folder), str(source)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        return made.read_bytes()

    return written


@pytest.mark.parametrize("kind", ["doc", "odt", "rtf", "xls", "ods"])
def test_a_plan_in_an_old_or_foreign_file_is_read_like_any_other(
    kind: str, office_file: Callable[[str], bytes]
) -> None:
    text = PLAN_FILE.read(office_file(kind), f"Kế hoạch cải cách.{kind}")
    assert [one.task for _, one in plan_of(text).measures()] == TASKS


def test_nothing_of_a_conversion_stays_and_no_process_lives_on(office_file: Callable[[str], bytes]) -> None:
    before = {one.name for one in Path(tempfile.gettempdir()).glob("cchc-office-*")}
    converted(office_file("rtf"), "a.rtf")
    assert {one.name for one in Path(tempfile.gettempdir()).glob("cchc-office-*")} <= before
    commands = [one.read_bytes() for one in Path("/proc").glob("[0-9]*/cmdline") if _is_readable(one)]
    assert not [one for one in commands if b"cchc-office-" in one and b"soffice" in one]


def _is_readable(path: Path) -> bool:
    try:
        path.read_bytes()
    except OSError:
        return False
    return True


def test_a_file_of_which_nothing_is_made_is_refused_and_is_no_empty_plan(
    office_file: Callable[[str], bytes],
) -> None:
    whole = office_file("doc")
    for broken in (whole[: len(whole) // 3], whole[:2000] + bytes(len(whole) - 2000)):
        with pytest.raises(Faults):
            PLAN_FILE.read(broken, "hong.doc")


def test_a_conversion_that_takes_too_long_is_ended_and_refused(
    office_file: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = office_file("rtf")
    monkeypatch.setattr(converting, "MOST_SECONDS", 0.05)
    with pytest.raises(Faults) as refused:
        converted(data, "lau.rtf")
    assert "save it as .docx" in str(refused.value.faults[0].why)


@pytest.mark.parametrize(("kind", "becomes"), [("doc", "docx"), ("ods", "xlsx")])
def test_where_it_is_not_installed_the_refusal_says_what_to_do_with_this_kind(
    kind: str,
    becomes: str,
    office_file: Callable[[str], bytes],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    data = office_file(kind)
    monkeypatch.setenv("PATH", str(tmp_path))
    for ask in (
        lambda: PLAN_FILE.read(data, f"a.{kind}"),
        lambda: PLAN_FILE.admit(data, f"a.{kind}", PLAN_FILE.limits),
    ):
        with pytest.raises(Faults) as refused:
            ask()
        assert f"save it as .{becomes}" in str(refused.value.faults[0].why)


def test_content_of_another_kind_never_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    book = io.BytesIO()
    openpyxl.Workbook().save(book)
    for data in (b"MZ\x90" + bytes(500), book.getvalue(), b"plain text"):
        with pytest.raises(Faults):
            PLAN_FILE.read(data, "a.doc")
