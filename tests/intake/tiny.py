"""Kinds of staged files as small as one can be: a text file with the new name of an agency group, applied by somebody,
one that the worker reads, one whose large files the worker compares. All that they say of themselves stands here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import transaction

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.documents.queries import content
from cchc.intake.actions import end_reading, hold_being_read
from cchc.intake.kinds import Brought, Compared, KindOfFile, ReadKind, StagedKind
from cchc.intake.models import StagedFile
from cchc.units.models import AgencyGroup
from tests.intake.reading import NAME_FILE


def _compare(brought: Brought) -> Compared:
    now = AgencyGroup.objects.get(pk=brought.about).name
    return Compared([now, NAME_FILE.read(brought.data, brought.name)], seen=now)


def _open(by: Actor, about: str) -> AgencyGroup:
    by.require(Permission.UNIT_MANAGE)
    return hold(AgencyGroup.objects.all(), int(about))


def _apply(_by: Actor, group: AgencyGroup, staged: StagedFile, _ready: None) -> str:
    return _rename(group, staged.difference[1])


def _undo(by: Actor, group: AgencyGroup, staged: StagedFile) -> str:
    old, new = staged.difference
    if group.name != new:
        raise Changed(seen=new, now=group.name)
    return _rename(group, old)


def _rename(group: AgencyGroup, name: str) -> str:
    AgencyGroup.objects.filter(pk=group.pk).update(name=name)
    return name


GROUP_NAMES: StagedKind[AgencyGroup] = StagedKind(
    code="group_names",
    compare=_compare,
    open=_open,
    apply=_apply,
    undo=_undo,
    version=lambda group: group.name,
)


def _take(staged: StagedFile, progress: Callable[[int, int], None]) -> None:
    name = NAME_FILE.read(content(staged.file), staged.file.name, progress=progress)
    with transaction.atomic():
        held = hold_being_read(staged)
        if held is not None:
            _rename(AgencyGroup.objects.get(pk=staged.about), name)
            end_reading(held=held, read=name)


def _refuse(by: Actor, staged: StagedFile) -> None:
    AgencyGroup.objects.filter(pk=staged.about).update(name=f"{by.person}: {len(staged.faults)}")


LONG_NAMES: ReadKind[AgencyGroup] = ReadKind(code="long_names", open=_open, take=_take, refuse=_refuse)
LARGE_NAMES: StagedKind[AgencyGroup] = replace(GROUP_NAMES, code="large_names", large=20)
KINDS: tuple[KindOfFile[Any], ...] = (GROUP_NAMES, LONG_NAMES, LARGE_NAMES)
