"""A door takes the kinds it states, told by content, and hands on nothing larger than its limits."""

from __future__ import annotations

import io
import sys
import zipfile
from dataclasses import replace
from threading import Event, Thread

import pytest

from cchc.core.words.messages import Faults, say
from cchc.files import sandbox
from cchc.files.doors import Door
from cchc.files.kinds import FileKind, is_of_kind, kind_of
from cchc.files.sandbox import Limits, run
from tests.files import unruly
from tests.files.hostile import compound_file
from tests.files.papers import PAPERS
from tests.files.signed_papers import the_root

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps to the clock only")

TEXT = "đơn vị,1.1\n".encode()
HELD = {
    **PAPERS,
    FileKind.CSV: TEXT,
    FileKind.TOML: TEXT,
    FileKind.TXT: TEXT,
    FileKind.TSV: TEXT,
    FileKind.CER: the_root().der,
    FileKind.GEOJSON: TEXT,
}
TABLES = Door(unruly.obedient, (FileKind.XLSX, FileKind.CSV), 1_000_000, Limits(memory=200_000_000))


def why(door: Door[object], data: bytes, name: str) -> str:
    with pytest.raises(Faults) as refused:
        door.read(data, name)
    return say(refused.value.faults[0].why)


def test_each_kind_is_told_from_each_other_by_what_it_holds():
    texts = {FileKind.CSV, FileKind.TOML, FileKind.TXT, FileKind.TSV, FileKind.GEOJSON}
    assert HELD.keys() == set(FileKind)
    for kind, data in HELD.items():
        assert {one for one in FileKind if is_of_kind(one, data)} == (texts if kind in texts else {kind})


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (FileKind.TOML, "ộ".encode()[:-1]),
        (FileKind.TOML, b"x" * 65_535 + "ộ".encode()[:2]),
        (FileKind.TOML, "ộ".encode("utf-16")),
        (FileKind.CSV, b"a\x00b"),
        (FileKind.TXT, compound_file("WordDocument")),
        (FileKind.PDF, b" " * 1_100 + b"%PDF-1.7"),
        (FileKind.XLSX, b"PK\x03\x04"),
    ],
)
def test_what_only_bears_the_ending_is_not_of_the_kind(kind: FileKind, data: bytes):
    assert not is_of_kind(kind, data)


def test_a_letter_cut_between_two_pieces_is_still_one():
    assert is_of_kind(FileKind.TOML, b"x" * 65_535 + "ộ".encode() + b"x" * 65_535)


def test_the_ending_says_which_kind_a_file_claims_to_be():
    assert {kind_of(f"A.{kind.upper()}") for kind in FileKind} == set(FileKind)
    assert [kind_of(name) for name in ("a", "a.", "a.exe", ".csv", "a.csv.exe")] == [None] * 5


def test_a_door_takes_its_kinds_and_offers_them_by_their_endings():
    assert TABLES.endings == (".xlsx", ".csv")
    assert TABLES.read(TEXT, "a.csv", 7) == (TEXT, "a.csv", 7)
    other = (
        "The file is of another kind, or its content is not what its ending says: save it as one of these."
    )
    for name, data in (("a.txt", TEXT), ("a", TEXT), ("a.xlsx", TEXT), ("a.csv", HELD[FileKind.PDF])):
        assert why(TABLES, data, name) == other


def test_a_file_that_is_too_large_is_refused_before_it_is_read():
    never = replace(TABLES, reader=unruly.greedy)
    assert why(never, b"x" * 1_000_001, "a.csv") == "The file is larger than 1 MB."


def test_a_file_of_another_kind_is_refused_in_the_words_of_the_reader_where_it_has_any():
    greedy = replace(TABLES, reader=unruly.greedy)
    with pytest.raises(Faults) as refused:
        greedy.admit(TEXT, "a.xlsx", Limits(memory=150_000_000))
    assert "150 megabytes" in say(refused.value.faults[0].why)
    greedy.admit(TEXT, "a.csv", Limits(memory=150_000_000))


def test_an_answer_beyond_its_limit_is_refused():
    with pytest.raises(Faults, match="more text than is read"):
        run(unruly.obedient, b"x" * 2_000, "a.txt", limits=Limits(answer=1_000))


def test_very_many_faults_come_as_the_first_ones_and_a_last_one_that_counts_the_others():
    with pytest.raises(Faults) as refused:
        run(unruly.full_of_faults, b"", "a.csv")
    first, *_others, last = refused.value.faults
    assert len(refused.value.faults) == sandbox.MOST_FAULTS + 1
    assert (len(first.found), len(say(first.why))) == (sandbox.LONGEST_FOUND + 1, sandbox.LONGEST_FOUND + 1)
    assert say(last.why) == "500 more faults are not listed: mend these and bring the file again."


def test_no_more_files_than_stated_are_read_at_once_and_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(sandbox, "PATIENCE", 0.2)
    reading, release = [Event() for _ in range(sandbox.AT_ONCE)], Event()

    def hold(begun: Event) -> None:
        def note(_done: int, _total: int) -> None:
            begun.set()
            release.wait(60)

        run(unruly.obedient, b"", "a.txt", progress=note)

    threads = [Thread(target=hold, args=[begun]) for begun in reading]
    for thread in threads:
        thread.start()
    assert all(begun.wait(60) for begun in reading)
    with pytest.raises(Faults, match="Many files are being read just now"):
        run(unruly.obedient, b"", "a.txt")
    release.set()
    for thread in threads:
        thread.join()
    assert run(unruly.obedient, b"", "a.txt") == (b"", "a.txt")


def test_the_names_of_an_archive_are_looked_at_and_nothing_of_it_is_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "x")
    broken = stream.getvalue().replace(b"PK\x03\x04", b"PK\x03\x04", 1)
    at = broken.index(b"xl/workbook.xml") + len("xl/workbook.xml")
    assert is_of_kind(FileKind.XLSX, broken[:at] + b"\xff" + broken[at + 1 :])
