"""Heavy files are made once, by the worker, for all who may have them; and nobody asks for too much at once."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from cchc.access.actor import Actor
from cchc.access.practising import is_practising, practising
from cchc.config.background import throw_away
from cchc.documents.actions import errands, prepared
from cchc.documents.actions.errands import TooMuchAsked, begin_errand, end_errand, hand_to_the_worker
from cchc.documents.actions.prepared import ask_again, ask_for_file, make_file
from cchc.documents.models import Errand, PreparedFile
from cchc.documents.queries.errands import errands_of
from cchc.documents.queries.prepared import OutdatedFile, folder, is_there, place_of
from tests.builders import an_actor
from tests.config import chores

pytestmark = pytest.mark.django_db
DEFAULTS: dict[str, Any] = {"about": {"run": 1}, "name": "a.xlsx", "type_": "xlsx", "language": "en"}


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def asked(of: str = "a", version: str = "1", **changes: Any) -> tuple[PreparedFile, bool]:
    return ask_for_file(by=an_actor(), of=of, version=version, **{**DEFAULTS, **changes})


def made(version: str = "1", of: str = "a") -> PreparedFile:
    file, _fresh = asked(of, version)
    make_file(prepared_id=file.pk, maker=lambda _about: f"{of} {version}".encode())
    file.refresh_from_db()
    return file


def test_however_many_ask_it_is_made_once_of_what_its_room_was_told_and_in_its_language():
    told = []

    def maker(about: Mapping[str, Any]) -> bytes:
        told.append((dict(about), translation.get_language()))
        return b"x"

    (file, fresh), *others = (asked() for _number in range(16))
    assert (fresh, [one for _file, one in others]) == (True, [False] * 15)
    assert {one.pk for one, _fresh in others} == {file.pk}
    make_file(prepared_id=file.pk, maker=maker)
    file.refresh_from_db()
    make_file(prepared_id=file.pk, maker=maker)
    assert (told, is_there(file), place_of(file).read_bytes()) == ([({"run": 1}, "en")], True, b"x")


def test_a_file_of_practice_is_made_as_practice_and_no_other_is():
    with practising():
        file, _fresh = asked(of="tap-duot")
    real, _fresh = asked(of="that")
    worlds = []
    for one in (file, real):
        make_file(prepared_id=one.pk, maker=lambda _about: worlds.append(is_practising()) or b"x")
    assert worlds == [True, False]
    assert not is_practising()


def test_files_for_others_and_in_other_languages_are_files_of_their_own():
    ours, theirs = asked("a:those who read")[0], asked("a:those who import")[0]
    vietnamese = asked("a:those who read", language="vi")[0]
    assert len({ours.pk, theirs.pk, vietnamese.pk}) == 3


def test_a_newer_version_throws_the_older_one_away_with_its_bytes(django_capture_on_commit_callbacks):
    older, other = made(), made(of="b")
    with django_capture_on_commit_callbacks(execute=True):
        newer = made("2")
    assert set(PreparedFile.objects.all()) == {newer, other}
    assert {file.name for file in folder().iterdir()} == {str(newer.pk), str(other.pk)}
    assert not place_of(older).exists()


def test_what_changed_while_it_was_made_leaves_nothing():
    file, _fresh = asked()

    def outdated(_about: Mapping[str, Any]) -> bytes:
        raise OutdatedFile

    make_file(prepared_id=file.pk, maker=outdated)
    assert PreparedFile.objects.count() == 0


def test_thrown_away_while_it_was_made_it_leaves_no_bytes():
    file, _fresh = asked()

    def thrown_away(_about: Mapping[str, Any]) -> bytes:
        PreparedFile.objects.all().delete()
        return b"x"

    make_file(prepared_id=file.pk, maker=thrown_away)
    assert list(folder().iterdir()) == []


def test_a_fault_of_ours_is_told_raised_for_the_log_and_tried_again():
    file, _fresh = asked()
    with pytest.raises(ZeroDivisionError):
        make_file(prepared_id=file.pk, maker=lambda _about: bytes(1 // 0))
    file.refresh_from_db()
    assert (file.state, is_there(file)) == (PreparedFile.State.FAILED, False)
    assert ask_again(prepared=file)
    assert is_there(made())


def test_after_a_week_files_are_thrown_away_and_bytes_that_no_row_knows_after_an_hour(
    queue, django_capture_on_commit_callbacks
):
    old, young = made(), made(of="b")
    PreparedFile.objects.filter(pk=old.pk).update(at=timezone.now() - prepared.KEPT - timedelta(minutes=1))
    lost, being_made = folder() / "999", folder() / "tmp1"
    for file, age in ((lost, 3700), (being_made, 10)):
        file.write_bytes(b"x")
        os.utime(file, (time.time() - age,) * 2)
    with django_capture_on_commit_callbacks(execute=True):
        throw_away()
    assert list(PreparedFile.objects.all()) == [young]
    assert {file.name for file in folder().iterdir()} == {str(young.pk), "tmp1"}


# How much one person asks for


def queued(queue: Any, by: Actor) -> Errand:
    errand = begin_errand(by=by, what=Errand.What.FILE)
    task = queue.left(chores.be_quick, errand.pk)
    hand_to_the_worker(errand=errand, task=task.task_result)
    return errand


def test_who_has_asked_for_much_is_refused_until_some_of_it_ends_and_others_are_not(queue):
    by, other = an_actor(), replace(an_actor(), person_id=2)
    for _number in range(errands.MOST):
        queued(queue, by)
    with pytest.raises(TooMuchAsked) as refused:
        begin_errand(by=by, what=Errand.What.READING)
    assert (refused.value.counts, refused.value.seconds) == ([("files being made", errands.MOST)], 30)
    queued(queue, other)
    queue.ends_the_first()
    assert (len(errands_of(an_actor().person_id)), len(errands_of(2))) == (errands.MOST - 1, 1)
    queued(queue, by)


def test_what_a_dead_worker_left_behind_does_not_count(queue):
    by = an_actor()
    errand = queued(queue, by)
    queue.take_all(worker="gone")
    assert (errands_of(an_actor().person_id), Errand.objects.get()) == ([], errand)
    errands.forget_ended_errands()
    assert Errand.objects.count() == 0


def test_requests_that_are_being_answered_count_until_they_are_answered_or_long_over():
    by = an_actor()
    first = begin_errand(by=by, what=Errand.What.IMPORT)
    begin_errand(by=by, what=Errand.What.IMPORT)
    with pytest.raises(TooMuchAsked):
        begin_errand(by=by, what=Errand.What.IMPORT)
    end_errand(errand=first)
    begin_errand(by=by, what=Errand.What.IMPORT)
    Errand.objects.update(at=timezone.now() - timedelta(minutes=3))
    assert errands_of(an_actor().person_id) == []
