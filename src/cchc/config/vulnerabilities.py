"""Known vulnerabilities of the locked packages, by records of OSV that the administrator brings in a zip.

The zip is the export of osv.dev for one ecosystem: one JSON record a member. It comes from outside, so `read_records`
reads it in a process of its own (`files.sandbox`); only the records about a package of the lock come back.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from cchc.core.words.messages import Fault, Faults, Message, Place

PYPI, NPM = "PyPI", "npm"
MOST_RECORD = 10_000_000  # bytes of one record
MOST_UNPACKED = 8_000_000_000  # bytes of all; npm's records unpack to about 2 GB
MOST_FAULTS = 20
INSTALLED = ("base.txt", "build.txt")  # the locks that `make production` installs
_KINDS = ("introduced", "fixed", "last_affected")
EXPECTED = Message("a zip of OSV records (all.zip of an ecosystem)")


@dataclass(frozen=True, slots=True)
class Package:
    """One package of the lock."""

    ecosystem: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """A vulnerability of a package.

    It has its names, that of the record first; the version that mends it, or an empty text; and whether the locked
    version is certainly affected.
    """

    package: Package
    names: tuple[str, ...]
    summary: str
    mended: str
    certain: bool


@dataclass(frozen=True, slots=True)
class Records:
    """The content of a zip: the number of records, the day of the newest, their ecosystems, and the vulnerabilities
    of locked packages."""

    count: int
    newest: date
    ecosystems: frozenset[str]
    found: tuple[Vulnerability, ...]


def locked_packages(root: Path) -> tuple[Package, ...]:
    """Return the packages of an installation, for running and for building, by the locks in the folder of the code.

    Raises OSError when there is no lock.
    """
    python = "".join((root / "requirements" / name).read_text(encoding="utf-8") for name in INSTALLED)
    node = json.loads((root / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    lines = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", python, re.MULTILINE)
    own = [Package(PYPI, canonicalize_name(name), version) for name, version in lines]
    named = ((path.rpartition("node_modules/")[2], package) for path, package in node.items() if path)
    return (*own, *(Package(NPM, name, one["version"]) for name, one in named if not one.get("dev")))


# --- in the process that reads ----------------------------------------------------------------------------------


def read_records(data: Path, name: str, packages: Sequence[Package], progress: object = None) -> Records:
    """Return the records of the zip at `data`, with those against `packages` as vulnerabilities. Raises `Faults` when
    it is not a zip of records."""
    wanted: dict[tuple[str, str], list[Package]] = {}
    for package in packages:
        wanted.setdefault((package.ecosystem, package.name), []).append(package)
    faults: list[Fault] = []
    found: list[Vulnerability] = []
    ecosystems: set[str] = set()
    count, newest = 0, date.min
    for member, content in _members(data, name):
        try:
            record = json.loads(content)
            newest = max(newest, datetime.fromisoformat(record["modified"]).astimezone(UTC).date())
            ecosystems |= {entry["package"]["ecosystem"] for entry in _affected(record)}
            if not record.get("withdrawn"):
                found += _against(record, wanted)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            why = Message("{member} is not a record of OSV: fetch the file again.", member=member)
            faults.append(Fault(Place(file=name), member, EXPECTED, why))
            if len(faults) == MOST_FAULTS:
                break
        count += 1
    if not count:
        faults.append(Fault(Place(file=name), name, EXPECTED, Message("The file holds no records.")))
    if faults:
        raise Faults(faults)
    return Records(count, newest, frozenset(ecosystems), tuple(_merged(found)))


def _members(data: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each JSON member of the zip, without trust in the sizes that the archive states."""
    unpacked = 0
    try:
        with zipfile.ZipFile(data) as archive:
            for member in archive.infolist():
                if member.is_dir() or not member.filename.endswith(".json"):
                    continue
                with archive.open(member) as stream:
                    content = stream.read(MOST_RECORD + 1)
                unpacked += len(content)
                if len(content) > MOST_RECORD or unpacked > MOST_UNPACKED:
                    why = Message("Unpacked, {member} is larger than any record.", member=member.filename)
                    raise Faults([Fault(Place(file=name), member.filename, EXPECTED, why)])
                yield member.filename, content
    except OSError as error:
        why = Message("“{file}” cannot be opened: check its name and that you may read it.", file=str(data))
        raise Faults([Fault(Place(file=name), name, EXPECTED, why)]) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        why = Message("The file is not a zip, is damaged or is locked: fetch it again.")
        raise Faults([Fault(Place(file=name), name, EXPECTED, why)]) from error


def _affected(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the entries of a record that name a package; entries that name only a repository are left out."""
    return [entry for entry in record.get("affected", []) if "package" in entry]


def _against(
    record: Mapping[str, Any], wanted: Mapping[tuple[str, str], list[Package]]
) -> Iterator[Vulnerability]:
    """Yield the vulnerabilities of locked packages that a record reports."""
    for entry in _affected(record):
        ecosystem, name = entry["package"]["ecosystem"], entry["package"]["name"]
        known = canonicalize_name(name) if ecosystem == PYPI else name
        for package in wanted.get((ecosystem, known), []):
            affected, certain, mended = _judged(package, entry)
            if affected:
                names = (record["id"], *record.get("aliases", []))
                summary = record.get("summary") or record.get("details") or ""
                first = str(summary).strip().partition("\n")[0][:200]
                yield Vulnerability(package, tuple(map(str, names)), first, mended, certain)


def _judged(package: Package, entry: Mapping[str, Any]) -> tuple[bool, bool, str]:
    """Return whether the version of `package` is affected, whether that is certain, and the first version that mends
    it.

    An entry that cannot be judged, because it lists nothing or has a version that is none, counts as affected but
    uncertain.
    """
    order: Callable[[str], Any] = pep440 if package.ecosystem == PYPI else semver
    ranges = [one for one in entry.get("ranges", []) if one["type"] in ("ECOSYSTEM", "SEMVER")]
    listed = entry.get("versions", [])
    ours = order(package.version)
    try:
        fixes = [order(event["fixed"]) for one in ranges for event in one["events"] if "fixed" in event]
        mended = min((fix for fix in fixes if fix > ours), default=None)
        inside = any(_inside(ours, one["events"], order) for one in ranges)
    except InvalidVersion:
        return True, False, ""
    affected = inside or package.version in listed or any(_same(ours, one, order) for one in listed)
    return affected or not (ranges or listed), bool(ranges or listed), "" if mended is None else str(mended)


def _same(ours: Any, listed: str, order: Callable[[str], Any]) -> bool:
    try:
        return bool(order(listed) == ours)
    except InvalidVersion:  # such as "2004d" among the versions of pytz: not ours, which is one
        return False


def _inside(ours: Any, events: Sequence[Mapping[str, str]], order: Callable[[str], Any]) -> bool:
    """Whether the version `ours` lies in a range, by the order of its events as OSV defines it.

    >>> _inside(pep440("1.5"), [{"introduced": "0"}, {"fixed": "1.6"}], pep440)
    True
    >>> _inside(pep440("1.6"), [{"introduced": "0"}, {"fixed": "1.6"}], pep440)
    False
    """
    limits = [event["limit"] for event in events if event.get("limit", "*") != "*"]
    if limits and not any(ours < order(limit) for limit in limits):
        return False
    told = [(kind, version) for event in events for kind, version in event.items() if kind in _KINDS]
    inside = ("introduced", "0") in told
    bounds = [(order(version), kind) for kind, version in told if (kind, version) != ("introduced", "0")]
    for version, kind in sorted(bounds, key=lambda bound: bound[0]):
        if kind == "introduced" and ours >= version:
            inside = True
        elif (kind == "fixed" and ours >= version) or (kind == "last_affected" and ours > version):
            inside = False
    return inside


def pep440(version: str) -> Version:
    """Return the comparable version of a Python package. Raises InvalidVersion."""
    return Version(version)


@dataclass(frozen=True, slots=True, order=True)
class Semver:
    """A version of a Node package, in the order of semver.org: 1.0.0-alpha.2 < 1.0.0-alpha.10 < 1.0.0."""

    numbers: tuple[int, ...]
    released: bool
    before: tuple[tuple[bool, int, str], ...]

    def __str__(self) -> str:
        early = ".".join(text if named else str(number) for named, number, text in self.before)
        return ".".join(map(str, self.numbers)) + (f"-{early}" if early else "")


def semver(version: str) -> Semver:
    """Return the comparable version of a Node package. Raises InvalidVersion.

    >>> semver("1.0.0-alpha.2") < semver("1.0.0-alpha.10") < semver("1.0.0") < semver("1.0.1")
    True
    """
    parts = re.fullmatch(
        r"v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?:-([0-9A-Za-z.-]+))?(?:\+.*)?", version
    )
    if parts is None:
        raise InvalidVersion(version)
    words = parts[4].split(".") if parts[4] else []
    before = [(False, int(word), "") if word.isdecimal() else (True, 0, word) for word in words]
    return Semver(tuple(int(part or 0) for part in parts.groups()[:3]), not words, tuple(before))


def _merged(found: Sequence[Vulnerability]) -> Iterator[Vulnerability]:
    """Yield one vulnerability for all records that name the same one; the certain ones first, by package."""
    groups: list[list[Vulnerability]] = []
    for one in found:
        same = [group for group in groups if any(_alike(one, other) for other in group)]
        groups = [group for group in groups if group not in same] + [
            [one, *(other for group in same for other in group)]
        ]
    for group in sorted(groups, key=lambda group: (group[0].package.name, group[0].names)):
        group = sorted(group, key=lambda one: one.names)
        names = tuple(dict.fromkeys(name for one in group for name in one.names))
        summary = next((one.summary for one in group if one.summary), "")
        mended = next((one.mended for one in group if one.mended), "")
        yield Vulnerability(group[0].package, names, summary, mended, any(one.certain for one in group))


def _alike(one: Vulnerability, other: Vulnerability) -> bool:
    return one.package == other.package and not set(one.names).isdisjoint(other.names)
