"""A copy in a folder: whole or not at all, the same bytes each time, and what is not its own is left alone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from os.path import normpath
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.portal.exchange.copies import (
    SUMS,
    CopiedFile,
    CopyDifferences,
    NoCopy,
    differences,
    is_inside,
    sums_in,
    write_copy,
)

FILES = {
    "index.html": b"first",
    "2025/index.html": b"year",
    "2025/anh.png": b"\x89PNG",
    "static/a.css": b"a{}",
}
SITE = "https://cong-khai.example/"
SAME = CopyDifferences((), (), ())


def there(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a copy of `FILES`."""
    write_copy(tmp_path / "ban-sao", FILES.items(), SITE)
    return tmp_path / "ban-sao"


def test_a_copy_is_its_files_and_the_list_of_their_sums_which_any_system_verifies(folder: Path):
    files = there(folder)
    assert {path: body for path, body in files.items() if path != SUMS} == FILES
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", SUMS], cwd=folder, capture_output=True, check=False
    )
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"")
    assert {oct(one.stat().st_mode & 0o777) for one in folder.rglob("*") if one.is_file()} == {"0o644"}
    assert [one.name for one in folder.parent.iterdir()] == ["ban-sao"]
    assert differences(folder, FILES.items(), SITE) == SAME


def test_two_copies_of_the_same_are_the_same_bytes_and_the_second_touches_nothing(folder: Path):
    before = {path: (folder / path).stat().st_mtime_ns for path in FILES}
    written = write_copy(folder, reversed(FILES.items()), SITE)
    write_copy(folder.with_name("lan-hai"), FILES.items(), SITE)
    assert (written.files, written.changed, written.removed) == (4, 0, 0)
    assert there(folder.with_name("lan-hai")) == there(folder)
    assert {path: (folder / path).stat().st_mtime_ns for path in FILES} == before


def test_of_an_older_copy_goes_what_is_no_part_any_more_and_nothing_else(folder: Path):
    (folder / "robots.txt").write_text("of the administrator")
    (folder / "2025" / "ghi-chu.txt").write_text("of the administrator")
    now = {"index.html": b"second", "2026/index.html": b"year"}
    written = write_copy(folder, now.items(), SITE)
    assert (written.files, written.changed, written.removed) == (2, 2, 3)
    assert there(folder).keys() == {*now, SUMS, "robots.txt", "2025/ghi-chu.txt"}
    assert not (folder / "static").exists()
    assert differences(folder, now.items(), SITE) == CopyDifferences(
        (), ("2025/ghi-chu.txt", "robots.txt"), ()
    )


def test_each_file_that_is_missing_added_or_different_is_named(folder: Path):
    (folder / "2025" / "index.html").write_bytes(b"yearly")
    (folder / "static" / "a.css").unlink()
    (folder / "2025" / "b.html").write_bytes(b"")
    assert differences(folder, FILES.items(), SITE) == CopyDifferences(
        missing=("static/a.css",), added=("2025/b.html",), different=("2025/index.html",)
    )
    assert differences(folder, FILES.items(), "https://other.example/").different == ("2025/index.html", SUMS)


@settings(max_examples=15)
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=8))
def test_any_other_bytes_of_any_file_are_named(
    tmp_path_factory: pytest.TempPathFactory, path: str, body: bytes
):
    folder = tmp_path_factory.mktemp("copy") / "copy"
    write_copy(folder, FILES.items(), SITE)
    (folder / path).write_bytes(body)
    expected = () if body == FILES[path] else (path,)
    assert differences(folder, FILES.items(), SITE) == CopyDifferences((), (), expected)


def test_a_copy_that_cannot_be_made_whole_changes_nothing(folder: Path):
    def broken() -> Iterator[CopiedFile]:
        yield "index.html", b"second"
        raise OSError("the bundle cannot be read")

    before = there(folder)
    for target in (folder, folder.with_name("new")):
        with pytest.raises(OSError, match="bundle"):
            write_copy(target, broken(), SITE)
    assert there(folder) == before
    assert [one.name for one in folder.parent.iterdir()] == ["ban-sao"]


def test_a_move_that_was_cut_off_is_taken_up_by_the_next_one(folder: Path, monkeypatch: pytest.MonkeyPatch):
    now = {"index.html": b"second", "2026/index.html": b"new", "2026/b.html": b"new"}
    moved: list[Path] = []
    replace = Path.replace

    def cut_off(one: Path, target: Path) -> Path:
        moved.append(target)
        if len(moved) == 2:
            raise OSError("the disk is full")
        return replace(one, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", cut_off)
        with pytest.raises(OSError, match="full"):
            write_copy(folder, now.items(), SITE)
    later = {**now, "2026/index.html": b"newer", "2026/b.html": b"newer"}
    write_copy(folder, later.items(), SITE)
    assert {path: body for path, body in there(folder).items() if path != SUMS} == later


def test_a_folder_that_is_no_copy_is_refused_and_left_alone(tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("years of work")
    for make in (write_copy, differences):
        with pytest.raises(NoCopy):
            make(tmp_path, FILES.items(), SITE)
    with pytest.raises(NoCopy):
        write_copy(tmp_path / "thesis.txt", FILES.items(), SITE)
    assert there(tmp_path) == {"thesis.txt": b"years of work"}
    (tmp_path / "empty").mkdir()
    with pytest.raises(NoCopy):
        differences(tmp_path / "empty", FILES.items(), SITE)
    assert write_copy(tmp_path / "empty", FILES.items(), SITE).changed == 4


@pytest.mark.parametrize("line", ["../thesis.txt", "/etc/passwd", "a/../../b", SUMS])
def test_a_list_that_names_what_is_outside_is_none(folder: Path, line: str):
    (folder.parent / "thesis.txt").write_text("years of work")
    with (folder / SUMS).open("a") as sums:
        sums.write(f"{'0' * 64}  {line}\n")
    with pytest.raises(NoCopy):
        write_copy(folder, {"index.html": b"second"}.items(), SITE)
    assert (folder.parent / "thesis.txt").exists()
    assert (folder / "index.html").read_bytes() == b"first"


def test_files_of_somebody_else_in_the_way_are_each_named_and_nothing_is_written(folder: Path):
    (folder / "404.html").write_text("of the administrator")
    (folder / "2026").symlink_to(folder.parent)
    with pytest.raises(NoCopy) as refused:
        write_copy(folder, {**FILES, "index.html": b"2", "404.html": b"", "2026/a.html": b""}.items(), SITE)
    assert "404.html, 2026/a.html" in str(refused.value)
    assert (folder / "index.html").read_bytes() == b"first"


@given(st.text(max_size=12))
def test_a_path_that_is_inside_stays_inside(path: str):
    if is_inside(path):
        assert normpath(f"/srv/copy/{path}") == f"/srv/copy/{path}"
        assert "\n" not in path


def test_the_list_is_read_back_as_it_was_written(folder: Path):
    known = sums_in(folder)
    assert known is not None
    assert (known.address, known.written()) == (SITE, (folder / SUMS).read_bytes())
