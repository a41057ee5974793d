"""Any byte of a bundle that is changed is seen, and named by its member; archives that lie are refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import replace
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.words.messages import Faults
from cchc.releases.exchange.bundle import SEALS, bundle_bytes, open_bundle, read_bundle
from cchc.releases.exchange.canonical import (
    NotCanonical,
    canonical_json,
    exact_number,
    exact_text,
    read_canonical,
)
from cchc.releases.exchange.content import Level
from cchc.releases.exchange.merkle import is_root, root_of, short_root
from cchc.releases.exchange.packing import LOCAL, archive_of, packed_member, packed_members
from cchc.releases.exchange.signing import NoKey, new_signing_key, read_signing_key, read_verifying_key
from tests.core.documents import HUNDRED
from tests.core.documents import given as points
from tests.releases.contents import KEY, SOFTWARE, UnitScores, a_head, content_of_scores
from tests.releases.forging import members_of_archive, packed_anew, sealed_anew


@cache
def a_small_bundle() -> bytes:
    """A bundle of two units and one criterion."""
    units = [UnitScores("Sở Một", points({"1": "90"})), UnitScores("Sở Hai", points({"1": "80"}))]
    return bundle_bytes(
        content_of_scores({"bo": HUNDRED}, {"bo": units}, a_head(Level.LEAVES)), KEY, SOFTWARE
    )


def named(archive: bytes) -> set[str | None]:
    """The members that are named as changed; None is the archive as a whole."""
    try:
        return {fault.place.file for fault in open_bundle(archive).faults}
    except Faults as faults:
        return {fault.place.file for fault in faults.faults}


def member_with(archive: bytes, at: int) -> str | None:
    """The member in whose packed bytes a byte lies; None in the frame of the archive."""
    begins = 0
    for one in packed_members(archive):
        begins += LOCAL.size + len(one.path)
        if begins <= at < begins + len(one.packed):
            return one.path
        begins += len(one.packed)
    return None


# --- one changed byte ---------------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(a_small_bundle()) - 1), st.integers(1, 255))
def test_any_changed_byte_of_a_bundle_is_seen_and_its_member_named(at: int, change: int) -> None:
    archive = bytearray(a_small_bundle())
    archive[at] ^= change
    found = named(bytes(archive))
    assert found
    member = member_with(a_small_bundle(), at)
    if member == "manifest.json":
        assert found & {"manifest.json", "manifest.sig"}
    elif member == "key.txt":
        assert found & {"key.txt", "manifest.sig"}
    elif member is not None:
        assert member in found


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(members_of_archive(a_small_bundle()))), st.data())
def test_any_changed_byte_of_a_member_packed_anew_names_the_member_or_its_seal(
    path: str, data: st.DataObject
) -> None:
    members = members_of_archive(a_small_bundle())
    content = bytearray(members[path])
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    members[path] = bytes(content)
    found = named(packed_anew(members))
    assert path in found or (path in SEALS and found & set(SEALS))


@given(st.integers(1, len(a_small_bundle())))
def test_a_bundle_that_was_cut_off_is_refused(missing: int) -> None:
    assert named(a_small_bundle()[:-missing])


def test_a_member_that_is_packed_otherwise_is_seen_although_it_says_the_same() -> None:
    packed = list(packed_members(a_small_bundle()))
    place = next(place for place, one in enumerate(packed) if one.path == "index.json")
    content = members_of_archive(a_small_bundle())["index.json"]
    packed[place] = packed_member("index.json", content, stored=True)
    assert named(archive_of(packed)) == {"index.json"}


def test_who_seals_anew_without_the_key_is_seen_by_the_signature_alone() -> None:
    members = members_of_archive(a_small_bundle())
    members["README.txt"] += b"."
    assert named(sealed_anew(members)) == {"manifest.sig"}


def test_who_seals_anew_with_another_key_is_seen_by_who_has_the_first() -> None:
    members = members_of_archive(a_small_bundle())
    other = new_signing_key()
    members["key.txt"] = other.public.file().encode()
    assert named(packed_anew(members)) == {"manifest.sig"}
    assert read_bundle(a_small_bundle()).key != other.public


# --- archives that lie --------------------------------------------------------------------------------------------


def by_zipfile(names: list[str], content: bytes = b"{}", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return written.getvalue()


def end_of(archive: bytes) -> int:
    return len(archive) - 22


def lying(at: int, form: str, value: int) -> bytes:
    """The small bundle with a number of its end written over."""
    archive = bytearray(a_small_bundle())
    struct.pack_into(form, archive, end_of(bytes(archive)) + at, value)
    return bytes(archive)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("what", "archive"),
    [
        ("nothing", b""),
        ("no archive", b"%PDF-1.7" * 100),
        ("an archive of another tool", by_zipfile(["release.json"])),
        ("the same name twice", by_zipfile(["a.json", "a.json"])),
        ("a path upwards", by_zipfile(["../../etc/passwd"])),
        ("an absolute path", by_zipfile(["/etc/passwd"])),
        ("a path of another system", by_zipfile(["c:\\a.json"])),
        ("an unknown method", by_zipfile(["a.json"], method=zipfile.ZIP_BZIP2)),
        ("more members than stand there", lying(10, "<H", 99)),
        ("65535 members", lying(8, "<I", 0xFFFFFFFF)),
        ("a list of 4 GB", lying(12, "<I", 0xFFFFFFFF)),
        ("a list beyond the end", lying(16, "<I", 0xFFFFFFFF)),
        ("a comment", a_small_bundle()[:-2] + b"\x05\0hello"),
        ("something before it", b"#!/bin/sh\n" + a_small_bundle()),
        ("something behind it", a_small_bundle() + b"\0"),
        ("itself twice", a_small_bundle() * 2),
    ],
)
def test_an_archive_that_no_bundle_is_is_refused(what: str, archive: bytes) -> None:
    with pytest.raises(Faults):
        packed_members(archive)


def test_the_same_member_twice_is_refused_in_our_own_form_too() -> None:
    with pytest.raises(Faults):
        packed_members(archive_of([packed_member("a.json", b"1"), packed_member("a.json", b"2")]))


def test_a_member_that_unpacks_to_more_than_it_states_is_cut_off_at_what_it_states() -> None:
    bomb = packed_member("a.json", bytes(50_000_000))
    assert len(bomb.packed) < 100_000
    assert named(archive_of([replace(bomb, size=1000)])) >= {"a.json"}


def test_members_that_state_more_than_a_bundle_may_hold_are_refused_unread() -> None:
    bomb = replace(packed_member("a.json", b"{}"), size=500_000_000)
    with pytest.raises(Faults):
        packed_members(archive_of([bomb]))


def test_a_wrong_check_sum_names_the_member() -> None:
    member = packed_member("a.json", b"{}")
    assert "a.json" in named(archive_of([replace(member, check=zlib.crc32(b"[]"))]))


def test_a_member_that_was_added_and_one_that_is_missing_are_named() -> None:
    members = members_of_archive(a_small_bundle())
    members["more.txt"] = members.pop("csv/units.csv")
    assert {"more.txt", "csv/units.csv"} <= named(packed_anew(members))
    assert {"more.txt", "csv/units.csv"} <= named(sealed_anew(members))


# --- canonical JSON, numbers, the root, keys ----------------------------------------------------------------------


def test_keys_stand_in_the_order_of_rfc_8785() -> None:
    keys = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\x80", "\xf6"]
    assert list(read_canonical(canonical_json(dict.fromkeys(keys)))) == [
        "\r", "1", "\x80", "\xf6", "\u20ac", "\U0001f600", "\ufb33",
    ]  # fmt: skip


def test_texts_are_written_as_rfc_8785_writes_them() -> None:
    assert canonical_json("\x0f\nA'B\"\\/€\x7f") == b'"\\u000f\\nA\'B\\"\\\\/\xe2\x82\xac\x7f"'


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=12,
)


@given(JSON)
def test_a_value_is_read_from_its_canonical_bytes(value: object) -> None:
    assert read_canonical(canonical_json(value)) == value


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b"[1.0]",
        b"[1, 2]",
        b"[1]\n",
        b'"\\u0041"',
        b"[01]",
        b"\xff",
        b"",
        b"[" * 100_000,
    ],
)
def test_other_forms_of_json_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        read_canonical(data)


@pytest.mark.parametrize("value", [1.5, 2**53, "\ud800", {1: 2}, b"a"])
def test_what_has_no_canonical_form_is_not_written(value: object) -> None:
    with pytest.raises((ValueError, AttributeError)):
        canonical_json(value)


@given(st.fractions())
def test_an_exact_number_has_one_text(number: object) -> None:
    assert exact_number(exact_text(number)) == number  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["1.0", "01", "+1", "2/4", "4/2", "1e9", "-0", "0.", ".5", "1/0", " 1", "١", "", None, 1]
)
def test_other_texts_of_numbers_are_refused(text: object) -> None:
    with pytest.raises(NotCanonical):
        exact_number(text)


PATHS, SUMS = st.text(st.characters(codec="ascii"), min_size=1), st.binary(min_size=32, max_size=32)


@settings(max_examples=40)
@given(st.dictionaries(PATHS, SUMS, min_size=1))
def test_the_root_is_that_of_rfc_6962_added_leaf_by_leaf(sums: dict[str, bytes]) -> None:
    stack: list[tuple[int, bytes]] = []
    for path in sorted(sums):
        stack.append((1, sha256(b"\0" + path.encode() + b"\0" + sums[path]).digest()))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            (size, right), (_, left) = stack.pop(), stack.pop()
            stack.append((2 * size, sha256(b"\1" + left + right).digest()))
    while len(stack) > 1:
        (size, right), (more, left) = stack.pop(), stack.pop()
        stack.append((size + more, sha256(b"\1" + left + right).digest()))
    assert root_of(sums) == stack[0][1].hex()


def test_a_root_may_be_typed_as_it_is_printed_or_otherwise() -> None:
    root = root_of({"a": b"1" * 32})
    spellings = [root, short_root(root), short_root(root).upper(), short_root(root).replace(" ", "-")]
    assert [is_root(root, one) for one in spellings] == [True] * 4
    assert not is_root(root, root[:16])
    assert not is_root(root, "")


def test_a_key_is_read_from_its_file_and_no_other_text() -> None:
    key = new_signing_key()
    assert read_signing_key(key.file()) == key
    assert read_verifying_key(key.public.file()) == key.public
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    twin = letters[letters.index(str(key.public)[-2]) ^ 1]  # base64 of the same bytes, in another form
    wrong = [
        str(key.public)[:-2] + twin + "=",
        f"{key.public}\n{KEY.public.fingerprint}",
        "",
        "ab",
        "a\nb\nc",
    ]
    for text in wrong:
        with pytest.raises(NoKey):
            read_verifying_key(text)
    assert str(key.raw) not in repr(key)
    assert key.file().strip() not in repr(key)
