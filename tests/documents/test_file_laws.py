"""What a stored file promises: a safe name whatever it was called, the same bytes whoever asks, once on the disk, and a
download that is saved under the name it has."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.words.lengths import MOST
from cchc.documents import actions, queries
from cchc.documents.actions import errands
from cchc.documents.actions.errands import TooMuchAsked, begin_errand, end_errand
from cchc.documents.actions.keeping import keep
from cchc.documents.models import Errand, StoredFile
from cchc.documents.queries.downloads import CONTENT_TYPES, made_file
from cchc.documents.queries.errands import errand_counts, errands_of
from tests.builders import an_actor

drawn = settings(max_examples=80)
endings = st.sampled_from(sorted(CONTENT_TYPES))
ANY_NAME = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from('abcđộ.. /\\:*?"<>|\x00\r\n\t\u202e\u200b;='), max_size=40),
    st.builds("{}.{}".format, st.text(max_size=300), st.sampled_from(["csv", "xlsx", "x" * 300, ""])),
    st.builds(
        "{}.csv".format, st.sampled_from(["con", "NUL", "lpt1", "com9", "e\u0302\u200d\u0301", "a" * 250])
    ),
)
MISLEADING = re.compile(r'[<>:"|?*/\\\x00-\x1f\x7f]')


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


# --- names ---------------------------------------------------------------------------------------------------


@drawn
@given(name=ANY_NAME)
def test_no_name_misleads_a_reader_or_a_system(name: str) -> None:
    kept = actions.cleaned_name(name)
    assert len(kept) <= MOST["file"]
    assert MISLEADING.search(kept) is None
    assert [sign for sign in kept if unicodedata.category(sign) in ("Cf", "Cc", "Cs", "Co")] == []
    assert kept == kept.strip(". ")
    assert not re.match(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", kept, re.IGNORECASE)


@drawn
@given(name=ANY_NAME)
def test_a_name_that_was_cleaned_is_clean(name: str) -> None:
    kept = actions.cleaned_name(name)
    assert actions.cleaned_name(kept) == kept == unicodedata.normalize("NFC", kept)


@drawn
@given(stem=st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=260), ending=endings)
def test_however_long_a_name_is_its_ending_stays(stem: str, ending: str) -> None:
    assert actions.cleaned_name(f"{stem}.{ending}").endswith(f".{ending}")


# --- downloads -----------------------------------------------------------------------------------------------


def saved_as(header: str) -> str:
    """The name under which a browser saves a download, by RFC 6266."""
    plain = re.search(r'filename="((?:[^"\\]|\\.)*)"', header)
    if plain:
        return re.sub(r"\\(.)", r"\1", plain[1])
    encoded = re.search(r"filename\*=utf-8''([^;]+)", header)
    assert encoded, header
    return unquote(encoded[1])


@drawn
@given(title=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80), ending=endings)
def test_a_file_is_saved_under_its_name_and_never_shown(title: str, ending: str) -> None:
    answer = made_file(b"x", f"{title}.{ending}")
    header = answer.headers["Content-Disposition"]
    assert header.startswith("attachment")
    assert header.isascii()
    assert saved_as(header) == f"{title}.{ending}"
    assert answer.headers["Content-Type"] == CONTENT_TYPES[ending]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"


# --- bytes ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_whatever_is_stored_is_read_back_and_equal_bytes_are_kept_once(tmp_path: Path) -> None:
    text = st.integers(0, 3).map(lambda number: f"đơn vị;{number}\n" * (number + 1))

    @settings(max_examples=6)
    @given(texts=st.lists(text, min_size=1, max_size=5))
    def stored(texts: list[str]) -> None:
        with transaction.atomic():
            rows = [
                actions.store(by=an_actor(), name=f"tep {place}.csv", data=text.encode())
                for place, text in enumerate(texts)
            ]
            assert [queries.content(row).decode() for row in rows] == texts
            assert len({row.sha256 for row in rows}) == len(set(texts))
            assert {path.name for path in tmp_path.rglob("*") if path.is_file()} >= {
                row.sha256 for row in rows
            }
            assert list(queries.missing_or_altered()) == []
            transaction.set_rollback(True)
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        assert [path.name for path in files] == [
            hashlib.sha256(path.read_bytes()).hexdigest() for path in files
        ]

    stored()


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["gone", "altered", "cut"])
def test_a_file_that_is_not_as_it_was_handed_in_is_named_once_and_the_others_are_not(damage: str) -> None:
    whole, spoilt = (
        actions.store(by=an_actor(), name=f"{name}.csv", data=f"{name};1\n".encode()) for name in "ab"
    )
    actions.store(by=an_actor(), name="c.csv", data=b"b;1\n")
    path = queries.path_of(spoilt.sha256)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(b"b;2\n" if damage == "altered" else b"b;")
    [told] = [str(message) for message in queries.missing_or_altered()]
    assert all(part in told for part in ("b.csv", "c.csv", spoilt.sha256))
    assert whole.name not in told
    if damage == "gone":
        with pytest.raises(queries.FileMissing):
            queries.content(spoilt)


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    place = tmp_path / "ab" / "cdef"
    (place / "a folder in its place").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        keep(place, b"x")
    assert [path.name for path in place.parent.iterdir()] == ["cdef"]


@given(data=st.binary(max_size=2000))
@settings(max_examples=10)
def test_bytes_are_written_whole_for_this_user_alone(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    place = tmp_path_factory.mktemp("kept") / "ab" / "cdef"
    keep(place, data)
    keep(place, data)
    assert (place.read_bytes(), place.stat().st_mode & 0o077) == (data, 0)
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["a.exe", "a", "a.csv.exe", "", ".", ".csv"])
def test_a_file_of_no_kind_of_ours_leaves_neither_row_nor_bytes(name: str, tmp_path: Path) -> None:
    with pytest.raises(actions.ValidationError):
        actions.store(by=an_actor(), name=name, data=b"MZ\x00")
    assert (StoredFile.objects.count(), list(tmp_path.iterdir())) == (0, [])


# --- how much one person asks for ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_nobody_has_more_going_on_than_is_allowed_and_nobody_counts_for_another() -> None:
    step = st.tuples(st.sampled_from(["ask", "ask", "end"]), st.integers(1, 2), st.sampled_from(Errand.What))

    @settings(max_examples=15)
    @given(steps=st.lists(step, max_size=12))
    def asked(steps: list[tuple[str, int, Errand.What]]) -> None:
        with transaction.atomic():
            going: dict[int, list[Errand]] = {1: [], 2: []}
            for step, person, what in steps:
                _one_step(going[person], step, replace(an_actor(), person_id=person), what)
                for one, theirs in going.items():
                    assert errands_of(one) == theirs
                    counted = Counter(str(errand.what.label) for errand in theirs)
                    assert dict(errand_counts(theirs)) == counted
            transaction.set_rollback(True)

    asked()


def _one_step(theirs: list[Errand], step: str, by: Any, what: Errand.What) -> None:
    """Ask for something, or let the first of what goes on end."""
    if step == "end":
        if theirs:
            end_errand(errand=theirs.pop(0))
        return
    if len(theirs) < errands.MOST_REQUESTS:
        theirs.append(begin_errand(by=by, what=what))
        return
    with pytest.raises(TooMuchAsked) as refused:
        begin_errand(by=by, what=what)
    assert sum(count for _what, count in refused.value.counts) == len(theirs)
    assert refused.value.seconds > 0
