"""The bundle of a release: one .zip with its content, sealed by sums, a root and a signature.

What it holds, and how everything in it is made, is described in docs/release-format.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.releases.exchange import verify
from cchc.releases.exchange.canonical import NotCanonical, canonical_json, read_canonical
from cchc.releases.exchange.content import PublicContent, ReleaseHead
from cchc.releases.exchange.documents import FORMAT, Documents, documents_of, head_row
from cchc.releases.exchange.documents_reading import content_from
from cchc.releases.exchange.merkle import root_of, short_root
from cchc.releases.exchange.packing import PackedMember, archive_of, packed_member, packed_members, unpacked
from cchc.releases.exchange.readme import readme_text
from cchc.releases.exchange.signing import (
    NoKey,
    SigningKey,
    VerifyingKey,
    read_signature,
    read_verifying_key,
    signature_text,
)

MANIFEST, SIGNATURE, KEY = "manifest.json", "manifest.sig", "key.txt"
SEALS = (MANIFEST, SIGNATURE, KEY)
RELEASE = "release.json"
SETS = "sets/"
TOML = ".toml"
EXPECTED = Message("a bundle of a release, unchanged")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the seal of a bundle says: the software that made it, the root in full, the SHA-256 of each member, and the
    year, number and level of the release."""

    software: str
    root: str
    sums: Mapping[str, str]
    release: tuple[int, int, str]


@dataclass(frozen=True)
class Bundle:
    """A bundle as it was read: its content, its seal, the key that came with it, the bytes of its members by path."""

    content: PublicContent
    manifest: Manifest
    key: VerifyingKey
    members: Mapping[str, bytes]

    @property
    def short_root(self) -> str:
        """The root as a decision prints it."""
        return short_root(self.manifest.root)


def bundle_bytes(content: PublicContent, key: SigningKey, software: str) -> bytes:
    """Return the bundle of `content` as the bytes of a .zip: the same for the same content, key and software.

    `software` names what made it and its version. Raises `ValueError` where the content holds more than its level makes
    public, or the code of a set cannot be the name of a file.
    """
    return sealed_bundle(content, members_of(content), key, software)


def sealed_bundle(
    content: PublicContent, members: Mapping[str, bytes], key: SigningKey, software: str
) -> bytes:
    """Return the bundle of `content`, whose members (`members_of`) are made already: see `bundle_bytes`."""
    packed = [packed_member(path, members[path]) for path in sorted(members)]
    manifest = canonical_json(
        {
            "format": FORMAT,
            "software": software,
            "release": release_row(content),
            "root": root_of(sums_of(members)),
            "members": [
                manifest_row(
                    one.path,
                    one.size,
                    sha256(members[one.path]).hexdigest(),
                    sha256(one.packed).hexdigest(),
                )
                for one in packed
            ],
        }
    )
    seals = {
        MANIFEST: manifest,
        SIGNATURE: signature_text(key.sign(manifest)).encode(),
        KEY: key.public.file().encode(),
    }
    packed += [packed_member(path, data, stored=True) for path, data in seals.items()]
    return archive_of(sorted(packed, key=lambda one: one.path))


def read_bundle(archive: bytes) -> Bundle:
    """Return the bundle in the bytes of a .zip, whole and signed by the key that came with it.

    Raises `Faults` with every member that is not what the seal says, and every document without the form of a release.
    That the figures agree with each other is asked of `verifying`.
    """
    opened = open_bundle(archive)
    if opened.faults or opened.content is None or opened.manifest is None or opened.key is None:
        raise Faults(opened.faults)
    return Bundle(opened.content, opened.manifest, opened.key, opened.members)


@dataclass
class OpenedBundle:
    """A bundle opened as far as it goes, with every fault of its seal and its form. `sealed` is whether sums, root and
    signature are right; without a `content` its documents could not be read."""

    members: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    manifest: Manifest | None = None
    key: VerifyingKey | None = None
    documents: Documents = field(default_factory=dict)
    content: PublicContent | None = None

    def fault(self, path: str, why: Message, found: str = "") -> None:
        """Add a fault of a member."""
        self.faults.append(Fault(Place(file=path), found, EXPECTED, why))


def open_bundle(archive: bytes) -> OpenedBundle:
    """Return a bundle opened as far as it goes. Raises `Faults` where the bytes are no archive as bundles are."""
    opened = OpenedBundle()
    packed = packed_members(archive)
    for one in packed:
        try:
            opened.members[one.path] = unpacked(one)
        except Faults as faults:
            opened.faults += faults.faults
    check_manifest(opened, packed)
    check_signature(opened)
    read_documents(opened)
    return opened


def members_of(content: PublicContent) -> dict[str, bytes]:
    """Return all members but the seals by path: documents, tables, sets, the verifier and what is to be read first."""
    documents = documents_of(content)
    members = {path: canonical_json(document) for path, document in documents.items()}
    members |= {path: verify.csv_bytes(rows) for path, rows in verify.csv_tables(documents).items()}
    for one in content.sets:
        members[f"{SETS}{one.code}{TOML}"] = one.toml.encode()
    members["README.txt"] = readme_text(content).encode()
    members["verify.py"] = Path(verify.__file__).read_bytes()
    return members


def tells_the_same(archive: bytes, head: ReleaseHead, members: Mapping[str, bytes]) -> bool:
    """Whether a bundle of ours tells what a content with this head and these members tells, be it released on another
    day. Its documents are compared by their sums: no figure of it is read."""
    packed = {one.path: one for one in packed_members(archive)}
    manifest, _rows = manifest_in(unpacked(packed[MANIFEST]))
    told = read_canonical(unpacked(packed[RELEASE]))
    sums = {path: sha256(data).hexdigest() for path, data in members.items() if _is_document(path)}
    same_day = {**head_row(head), "published_on": told["published_on"]}
    return same_day == told and sums == {
        path: digest for path, digest in manifest.sums.items() if _is_document(path)
    }


def _is_document(path: str) -> bool:
    """Whether a member holds figures or rules, from which tables are made; the head stands by itself."""
    return path.endswith((".json", TOML)) and path != RELEASE


def paths_of(documents: Documents, sets: Iterable[str]) -> set[str]:
    """Return the paths that a bundle with these documents, and sets of these codes, has."""
    tomls = (f"{SETS}{code}{TOML}" for code in sets)
    tables = (f"csv/{form}.csv" for form in verify.COLUMNS if f"{form.partition('_')[0]}.json" in documents)
    return {*documents, *tables, *tomls, "README.txt", "verify.py", *SEALS}


def sums_of(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the SHA-256 of each member by its path."""
    return {path: sha256(data).digest() for path, data in members.items()}


def release_row(content: PublicContent) -> dict[str, Any]:
    """Return what the manifest says of the release, for who looks at nothing else."""
    head = content.head
    return {"year": head.year, "number": head.number, "level": str(head.level)}


def manifest_row(path: str, size: int, content: str, packed: str) -> dict[str, Any]:
    """Return what the manifest says of a member: its bytes, the SHA-256 of its content and of what it is packed to."""
    return {"path": path, "bytes": size, "sha256": content, "packed_sha256": packed}


# --- the seal -----------------------------------------------------------------------------------------------------


def check_manifest(opened: OpenedBundle, packed: tuple[PackedMember, ...]) -> None:
    """Read the manifest, and note each member that is missing, added or changed, and a root that is another."""
    missing = [path for path in SEALS if path not in {one.path for one in packed}]
    for path in missing:
        opened.fault(path, Message("The member is missing."))
    if MANIFEST not in opened.members:
        return
    try:
        opened.manifest, rows = manifest_in(opened.members[MANIFEST])
    except (NotCanonical, KeyError, TypeError, AttributeError):
        why = Message("The manifest cannot be read, or is of another format than “{format}”.", format=FORMAT)
        opened.fault(MANIFEST, why)
        return
    sums = {}
    for one in packed:
        if one.path in SEALS:
            continue
        row = rows.pop(one.path, None)
        content = opened.members.get(one.path)
        sums[one.path] = sha256(content or b"").digest()
        if row is None:
            opened.fault(one.path, Message("The member does not stand in the manifest: it was added."))
        elif content is not None and (one.size, sums[one.path].hex()) != row[:2]:
            opened.fault(one.path, Message("The member is not the one of the manifest: it was changed."))
        elif content is not None and sha256(one.packed).hexdigest() != row[2]:
            opened.fault(one.path, Message("The member was packed anew after the bundle was sealed."))
    for path in rows:
        opened.fault(path, Message("The member stands in the manifest and is missing."))
    root = root_of(sums)
    if root != opened.manifest.root:
        opened.fault(
            MANIFEST,
            Message("The root of the members is {found}, in the manifest stands {stated}.",
                    found=short_root(root), stated=short_root(opened.manifest.root)),
        )  # fmt: skip


def manifest_in(data: bytes) -> tuple[Manifest, dict[str, tuple[int, str, str]]]:
    """Return the manifest, and by the paths of members their bytes and sums, as they are and as they are packed. Raises
    `NotCanonical`, `KeyError`, `TypeError` or `AttributeError` for what is no manifest of this format."""
    manifest = read_canonical(data)
    rows = manifest["members"]
    sums = {row["path"]: (row["bytes"], row["sha256"], row["packed_sha256"]) for row in rows}
    release = manifest["release"]
    found = Manifest(
        str(manifest["software"]),
        str(manifest["root"]),
        {path: row[1] for path, row in sums.items()},
        (release["year"], release["number"], release["level"]),
    )
    anew = {
        "format": FORMAT,
        "software": found.software,
        "release": dict(zip(("year", "number", "level"), found.release, strict=True)),
        "root": found.root,
        "members": [manifest_row(path, *sums[path]) for path in sorted(sums)],
    }
    if canonical_json(anew) != data:
        raise NotCanonical("there is more in the manifest than the format says")
    return found, sums


def check_signature(opened: OpenedBundle) -> None:
    """Read the key and note a signature that was not made by it over this manifest."""
    try:
        text = opened.members.get(KEY, b"").decode("ascii")
        key = read_verifying_key(text)
        if key.file() != text:
            raise NoKey(text)
        opened.key = key
    except (NoKey, UnicodeDecodeError):
        opened.fault(KEY, Message("The key cannot be read, or its fingerprint is that of another key."))
    try:
        signature = read_signature(opened.members.get(SIGNATURE, b"").decode("ascii"))
    except (NoKey, UnicodeDecodeError):
        opened.fault(SIGNATURE, Message("The signature cannot be read."))
        return
    if opened.key is not None and not opened.key.is_signed(opened.members.get(MANIFEST, b""), signature):
        opened.fault(
            SIGNATURE, Message("The signature was not made by the key of the bundle over this manifest.")
        )


# --- the documents ------------------------------------------------------------------------------------------------


def read_documents(opened: OpenedBundle) -> None:
    """Read the JSON documents and the content in them; what cannot be read is a fault."""
    tomls: dict[str, str] = {}
    for path, data in opened.members.items():
        try:
            if path.endswith(".json") and path != MANIFEST:
                opened.documents[path] = read_canonical(data)
            elif path.startswith(SETS) and path.endswith(TOML):
                tomls[path.removeprefix(SETS).removesuffix(TOML)] = data.decode()
        except (NotCanonical, UnicodeDecodeError):
            opened.fault(path, Message("The document is not written as RFC 8785 says."))
    try:
        opened.content = content_from(opened.documents, tomls)
    except Faults as faults:
        opened.faults += faults.faults
        return
    head = opened.content.head
    if opened.manifest and opened.manifest.release != (head.year, head.number, str(head.level)):
        opened.fault(MANIFEST, Message("The manifest is that of another release."))
    for path in sorted(opened.members.keys() ^ paths_of(opened.documents, tomls)):
        if path in opened.members:
            opened.fault(path, Message("A bundle of this level has no such member."))
        elif path not in SEALS:
            opened.fault(path, Message("The member is missing."))
