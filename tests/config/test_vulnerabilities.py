"""`cchc vulnerabilities`: what is known against the packages of the lock, by records brought along."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.config.cli import main
from cchc.config.vulnerabilities import NPM, PYPI, Package, locked_packages, pep440, read_records, semver
from cchc.core.words.messages import Faults
from cchc.files.sandbox import Limits, run

ROOT = Path(__file__).resolve().parents[2]
OURS = (Package(PYPI, "django", "5.2.4"), Package(NPM, "htmx.org", "2.0.4"))


def a_record(
    name: str = "GHSA-1", package: str = "django", ecosystem: str = PYPI, **more: Any
) -> dict[str, Any]:
    """A record of OSV against every version of a package, or what `more` says instead."""
    events = more.pop("events", [{"introduced": "0"}])
    kind = "ECOSYSTEM" if ecosystem == PYPI else "SEMVER"
    affected = {
        "package": {"ecosystem": ecosystem, "name": package},
        "ranges": [{"type": kind, "events": events}],
        **more.pop("entry", {}),
    }
    return {"id": name, "modified": "2026-10-01T08:00:00Z", "summary": "Lỗi", "affected": [affected], **more}


def a_zip(folder: Path, *records: Any) -> Path:
    """A zip as osv.dev gives it out."""
    path = folder / "all.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, record in enumerate(records):
            archive.writestr(f"{number}.json", record if isinstance(record, str) else json.dumps(record))
    return path


def against(folder: Path, *records: Any) -> list[str]:
    """The names of what is known against our packages."""
    return [one.names[0] for one in read_records(a_zip(folder, *records), "all.zip", OURS).found]


@pytest.mark.parametrize(
    ("events", "affected"),
    [
        ([{"introduced": "0"}], True),
        ([{"introduced": "5.2"}, {"fixed": "5.2.5"}], True),
        ([{"introduced": "5.2"}, {"fixed": "5.2.4"}], False),
        ([{"introduced": "5.2.5"}], False),
        ([{"introduced": "0"}, {"last_affected": "5.2.4"}], True),
        ([{"introduced": "0"}, {"last_affected": "5.2.3"}], False),
        ([{"introduced": "0"}, {"fixed": "4.2.20"}, {"introduced": "5.0"}, {"fixed": "5.2.10"}], True),
        ([{"fixed": "5.2.10"}, {"introduced": "5.0"}, {"fixed": "4.2.20"}, {"introduced": "0"}], True),
        ([{"introduced": "5.2.4rc1"}, {"fixed": "5.2.4.post1"}], True),
        ([{"introduced": "0"}, {"limit": "5.2"}], False),
    ],
)
def test_a_version_is_affected_as_the_events_of_the_record_say(
    tmp_path: Path, events: list[Any], affected: bool
):
    assert against(tmp_path, a_record(events=events)) == (["GHSA-1"] if affected else [])


@pytest.mark.parametrize(
    ("listed", "affected"), [(["5.2.4"], True), (["5.2.4.0", "2004d"], True), (["5.2"], False)]
)
def test_versions_may_be_listed_one_by_one(tmp_path: Path, listed: list[str], affected: bool):
    record = a_record(entry={"versions": listed, "ranges": []})
    assert against(tmp_path, record) == (["GHSA-1"] if affected else [])


def test_a_package_is_known_under_any_writing_of_its_name_and_in_its_ecosystem_only(tmp_path: Path):
    assert against(
        tmp_path, a_record("A", "DJANGO"), a_record("B", "django", NPM), a_record("C", "flask")
    ) == ["A"]


def test_a_record_that_was_withdrawn_says_nothing(tmp_path: Path):
    assert against(tmp_path, a_record(withdrawn="2026-10-02T00:00:00Z")) == []


def test_records_that_are_other_names_of_the_same_thing_are_told_once(tmp_path: Path):
    records = [
        a_record("PYSEC-9", aliases=["CVE-9"], events=[{"introduced": "0"}, {"fixed": "5.2.9"}]),
        a_record("GHSA-9", aliases=["CVE-9"]),
        a_record("GHSA-8", "htmx.org", NPM),
    ]
    found = read_records(a_zip(tmp_path, *records), "all.zip", OURS).found
    assert [(one.package.name, one.names, one.mended) for one in found] == [
        ("django", ("GHSA-9", "CVE-9", "PYSEC-9"), "5.2.9"),
        ("htmx.org", ("GHSA-8",), ""),
    ]


@pytest.mark.parametrize(
    "entry", [{"ranges": []}, {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "what"}]}]}]
)
def test_what_cannot_be_judged_is_told_as_uncertain(tmp_path: Path, entry: dict[str, Any]):
    (found,) = read_records(a_zip(tmp_path, a_record(entry=entry)), "all.zip", OURS).found
    assert found.certain is False


def test_the_day_of_the_records_is_that_of_the_newest_in_utc(tmp_path: Path):
    days = ["2026-10-01T08:00:00Z", "2026-11-02T00:30:00+07:00", "2024-01-01T00:00:00.123Z"]
    records = [a_record(str(number), modified=day) for number, day in enumerate(days)]
    assert read_records(a_zip(tmp_path, *records), "all.zip", OURS).newest == date(2026, 11, 1)


@given(st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=2, max_size=6))
def test_versions_of_both_ecosystems_are_ordered_by_number_and_not_by_sign(numbers: list[tuple[int, ...]]):
    texts = [".".join(map(str, one)) for one in numbers]
    assert (
        sorted(texts, key=pep440)
        == sorted(texts, key=semver)
        == [".".join(map(str, one)) for one in sorted(numbers)]
    )


def test_the_real_lock_is_read_whole_and_without_the_tools_of_the_tests():
    packages = locked_packages(ROOT)
    locks = [ROOT / "requirements" / name for name in ("base.txt", "build.txt")]
    lines = [line for lock in locks for line in lock.read_text(encoding="utf-8").splitlines()]
    python = [package for package in packages if package.ecosystem == PYPI]
    assert len(python) == sum("==" in line and not line.startswith(" ") for line in lines)
    node = {package.name for package in packages if package.ecosystem == NPM}
    assert {"django", "babel"} <= {package.name for package in python}
    assert "pytest" not in {package.name for package in python}
    assert {"htmx.org", "@fontsource/be-vietnam-pro"} <= node
    assert "axe-core" not in node


# --- the command -------------------------------------------------------------------------------------------------


def said(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main(["vulnerabilities", *map(str, words)])
    return code, *capsys.readouterr()


def both(folder: Path, *records: Any) -> Path:
    """Records of both ecosystems, none against us but `records`."""
    return a_zip(folder, a_record("A", "not-ours"), a_record("B", "not-ours", NPM), *records)


def test_without_records_it_says_that_nothing_was_checked(capsys):
    code, out, complaint = said(capsys)
    assert (code, out) == (2, "")
    counts = [sum(package.ecosystem == one for package in locked_packages(ROOT)) for one in (PYPI, NPM)]
    assert complaint == "".join(
        f"{one}: {count} gói CHƯA được kiểm tra, vì không có bản ghi nào của {one}. Hãy tải "
        f"https://osv-vulnerabilities.storage.googleapis.com/{one}/all.zip rồi đưa tệp ấy cho lệnh này.\n"
        for one, count in zip((PYPI, NPM), counts, strict=True)
    )


def test_where_nothing_is_known_it_says_so_with_the_day_of_the_records(tmp_path: Path, capsys):
    code, out, complaint = said(capsys, both(tmp_path))
    assert (code, complaint) == (0, "")
    assert out.splitlines()[0] == "all.zip: 2 bản ghi, mới nhất ngày 01/10/2026."
    assert all(line.endswith("số gói có lỗ hổng đã biết: 0.") for line in out.splitlines()[1:])


def test_what_is_known_is_told_with_its_names_and_what_mends_it(tmp_path: Path, capsys):
    ours = next(package for package in locked_packages(ROOT) if package.name == "django")
    record = a_record(
        aliases=["CVE-1"], summary="Chiếm\x1b[2Jmàn hình", events=[{"introduced": "0"}, {"fixed": "99.1"}]
    )
    code, out, _complaint = said(capsys, both(tmp_path, record))
    assert code == 1
    assert out.splitlines()[1:4] == [
        f"django {ours.version}: GHSA-1, CVE-1",
        "    Chiếm�[2Jmàn hình",
        "    Đã sửa ở bản 99.1.",
    ]


def test_records_of_one_ecosystem_leave_the_other_unchecked_and_it_says_so(tmp_path: Path, capsys):
    code, out, complaint = said(capsys, a_zip(tmp_path, a_record("A", "not-ours")))
    assert (code, "PyPI: " in out, complaint.startswith("npm: ")) == (2, True, True)


def test_a_file_that_is_not_there_is_named_and_nothing_counts_as_checked(tmp_path: Path, capsys):
    code, out, complaint = said(capsys, tmp_path / "khong-co.zip")
    assert (code, out) == (2, "")
    assert complaint.endswith("Chưa kiểm tra được gì.\n")
    assert "khong-co.zip" in complaint


# --- files that are no records ------------------------------------------------------------------------------------


def locked_by_a_password() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.json", "{}")
    data = bytearray(buffer.getvalue())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    "data", [b"", b"khong phai zip", b"PK\x03\x04" + b"\xff" * 200, locked_by_a_password()]
)
def test_what_is_no_zip_is_refused(tmp_path: Path, data: bytes):
    path = tmp_path / "all.zip"
    path.write_bytes(data)
    with pytest.raises(Faults):
        read_records(path, "all.zip", OURS)


@pytest.mark.parametrize(
    "record",
    [
        "[]",
        "{",
        "[" * 100_000,
        '{"id": "A"}',
        json.dumps(a_record(modified="hôm qua")),
        json.dumps(a_record(entry={"ranges": [{"type": "ECOSYSTEM", "events": [7]}]})),
        json.dumps(
            {"id": "A", "modified": "2026-10-01T08:00:00Z", "affected": [{"package": {"ecosystem": []}}]}
        ),
    ],
)
def test_what_is_no_record_is_refused_by_name_and_the_others_do_not_count(tmp_path: Path, record: str):
    with pytest.raises(Faults) as refused:
        read_records(a_zip(tmp_path, a_record(), record), "all.zip", OURS)
    assert [fault.found for fault in refused.value.faults] == ["1.json"]


def test_an_archive_without_records_is_refused(tmp_path: Path):
    with pytest.raises(Faults) as refused:
        read_records(a_zip(tmp_path), "all.zip", OURS)
    assert [str(fault.why) for fault in refused.value.faults] == ["The file holds no records."]


def test_a_record_that_unpacks_to_gigabytes_is_refused_within_the_memory_of_a_reader(tmp_path: Path):
    path = tmp_path / "all.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("bomb.json", "w", force_zip64=True) as member,
    ):
        for _ in range(64):
            member.write(b" " * 1_000_000)
    assert path.stat().st_size < 100_000
    with pytest.raises(Faults) as refused:
        run(read_records, path, "all.zip", OURS, limits=Limits(memory=200_000_000))
    assert [str(fault.why) for fault in refused.value.faults] == [
        "Unpacked, bomb.json is larger than any record."
    ]
