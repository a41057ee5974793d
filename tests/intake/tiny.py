"""A kind of staged file as small as one can be: a text file with the new name of an agency group. All that it says of
itself stands here."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.locks import hold
from cchc.intake.changed import Changed
from cchc.intake.kinds import Brought, Compared, StagedKind
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
KINDS = (GROUP_NAMES,)
