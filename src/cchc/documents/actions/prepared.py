"""Prepared files: heavy files that a person asks for and the worker makes, deleted when they are of no more use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone, translation

from cchc.access.actor import Actor
from cchc.access.practising import PRACTICE, is_practising, practising
from cchc.documents.actions.keeping import keep
from cchc.documents.models import PreparedFile
from cchc.documents.queries.prepared import OutdatedFile, folder, place_of

KEPT = timedelta(days=7)

Maker = Callable[[Mapping[str, Any]], bytes]


@transaction.atomic
def ask_for_file(
    *, by: Actor, of: str, version: str, about: Mapping[str, Any], language: str, name: str, type_: str
) -> tuple[PreparedFile, bool]:
    """Return the prepared file, and whether the worker must be told to make it: once, however many people ask for it.

    A file of practice is made as practice. Older versions of the same file are deleted. Nothing is recorded: the rows
    from which the file is made have their own records.
    """
    for older in PreparedFile.objects.filter(of=of, language=language).exclude(version=version):
        _throw_away(older)
    return PreparedFile.objects.get_or_create(
        of=of,
        version=version,
        language=language,
        defaults={
            "about": {**about, **({PRACTICE: True} if is_practising() else {})},
            "name": name,
            "type": type_,
            "person_id": by.person_id,
        },
    )


@transaction.atomic
def ask_again(*, prepared: PreparedFile) -> bool:
    """Let a file wait once more whose making failed or was interrupted, or whose bytes are gone; returns whether it
    still has a row."""
    return bool(PreparedFile.objects.filter(pk=prepared.pk).update(state=PreparedFile.State.WAITING))


def make_file(*, prepared_id: int, maker: Maker) -> None:
    """Make a waiting file of the bytes that `maker` returns, in the file's language; whole or not at all.

    A file that was made or deleted meanwhile stays as it is; when `maker` raises `OutdatedFile` it is deleted. Any
    other error is raised for the log of the service, and the file is marked as failed.
    """
    waiting = PreparedFile.objects.filter(pk=prepared_id, state=PreparedFile.State.WAITING)
    prepared = waiting.first()
    if prepared is None:
        return
    try:
        really = bool(prepared.about.get(PRACTICE))
        with translation.override(prepared.language), practising(really=really):
            data = maker(prepared.about)
        keep(place_of(prepared), data)
    except OutdatedFile:
        _throw_away(prepared)
        return
    except Exception:
        _becomes(prepared, PreparedFile.State.FAILED)
        raise
    if not _becomes(prepared, PreparedFile.State.DONE):
        place_of(prepared).unlink(missing_ok=True)


def _becomes(prepared: PreparedFile, state: str) -> bool:
    return bool(PreparedFile.objects.filter(pk=prepared.pk).update(state=state))


@transaction.atomic
def _throw_away(prepared: PreparedFile) -> None:
    PreparedFile.objects.filter(pk=prepared.pk).delete()
    transaction.on_commit(partial(place_of(prepared).unlink, missing_ok=True))


def throw_away_practised() -> None:
    """Delete every file that was made of a practice. Part of the act that throws the practice away."""
    for one in PreparedFile.objects.filter(**{f"about__{PRACTICE}": True}):
        _throw_away(one)


def throw_away_prepared() -> None:
    """Delete files that were asked for some days ago, and bytes without a row."""
    for old in PreparedFile.objects.filter(at__lt=timezone.now() - KEPT):
        _throw_away(old)
    if not folder().is_dir():
        return
    files = {file.name: file for file in folder().iterdir() if file.stat().st_mtime < _an_hour_ago()}
    known = {str(pk) for pk in PreparedFile.objects.values_list("pk", flat=True)}
    for name in files.keys() - known:
        files[name].unlink(missing_ok=True)


def _an_hour_ago() -> float:
    """Return the time of an hour ago: younger bytes may be those of a file that is being made."""
    return (timezone.now() - timedelta(hours=1)).timestamp()
