"""Bundles that somebody changed: what a forger does who has everything but the key."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from cchc.releases.exchange import verify
from cchc.releases.exchange.bundle import SEALS, sums_of
from cchc.releases.exchange.canonical import canonical_json
from cchc.releases.exchange.merkle import root_of
from cchc.releases.exchange.packing import archive_of, packed_member, packed_members, unpacked

Documents = dict[str, Any]


def members_of_archive(archive: bytes) -> dict[str, bytes]:
    """The members of a bundle by path, whatever they say."""
    return {one.path: unpacked(one) for one in packed_members(archive)}


def documents_in(members: Mapping[str, bytes]) -> Documents:
    """The JSON documents among members, the manifest apart."""
    paths = [path for path in members if path.endswith(".json") and path != "manifest.json"]
    return {path: json.loads(members[path]) for path in paths}


def packed_anew(members: Mapping[str, bytes]) -> bytes:
    """An archive of members in the form of a bundle, with whatever seal they have."""
    packed = [packed_member(path, members[path], stored=path in SEALS) for path in sorted(members)]
    return archive_of(packed)


def sealed_anew(members: Mapping[str, bytes]) -> bytes:
    """An archive of members with a manifest that fits them, under the signature of before."""
    own = {path: data for path, data in members.items() if path not in SEALS}
    manifest = json.loads(members["manifest.json"])
    manifest["root"] = root_of(sums_of(own))
    manifest["members"] = [
        {
            "path": path,
            "bytes": len(own[path]),
            "sha256": sha256(own[path]).hexdigest(),
            "packed_sha256": sha256(packed_member(path, own[path]).packed).hexdigest(),
        }
        for path in sorted(own)
    ]
    return packed_anew({**members, "manifest.json": canonical_json(manifest)})


def forged(archive: bytes, change: Callable[[Documents], None], tables: bool = False) -> bytes:
    """A bundle whose documents were changed and sealed anew without the key; its tables too where `tables` says so."""
    members = members_of_archive(archive)
    documents = documents_in(members)
    change(documents)
    members |= {path: canonical_json(document) for path, document in documents.items()}
    if tables:
        members |= {path: verify.csv_bytes(rows) for path, rows in verify.csv_tables(documents).items()}
    return sealed_anew(members)
