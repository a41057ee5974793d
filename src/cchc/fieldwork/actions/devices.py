"""Telephones of enumerators and other systems get a token, and lose it."""

from __future__ import annotations

from datetime import datetime
from secrets import token_urlsafe

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.accounts.models import Membership
from cchc.audit.actions import record
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.fieldwork.models import Device, DeviceKind
from cchc.fieldwork.policies import may_collect, may_manage_fieldwork
from cchc.fieldwork.queries.devices import hash_of_token, still_works
from cchc.surveys.models import Survey, SurveyState

CONNECTED = verb("fieldwork.device_connected", _("connected the telephone “{subject}” for filling forms"))
TOKEN_GIVEN = verb("fieldwork.token_given", _("let the system “{subject}” send answers of “{survey}”"))
REVOKED = verb("fieldwork.device_revoked", _("took the right to send forms from “{subject}”"))

MOST_TELEPHONES = 10  # of a person, that work at the same time
MOST_IN_A_MINUTE = 120  # requests of one device: a telephone sends a few, a system 50 forms with each


class NoDevice(Exception):
    """Raised where no device has that token, or it may send no more."""


class TooOften(Exception):
    """Raised where a device has sent all requests of this minute."""


@transaction.atomic
def connect_telephone(*, by: Actor, membership: Membership, name: str) -> tuple[Device, str]:
    """Give a telephone of an enumerator its token; returns the token too, which is stored nowhere.

    Raises `NotPermitted` where the membership is not that of `by` or does not collect, and ValidationError where ten
    telephones of the person work already.
    """
    if not may_collect(by) or membership.person_id != by.person_id:
        raise NotPermitted(Permission.FORM_COLLECT)
    held = hold(Membership.objects.all(), membership.pk)
    working = Device.objects.filter(membership__person=held.person_id, revoked_at=None).count()
    if working >= MOST_TELEPHONES:
        raise ValidationError(
            _("%(count)s of your telephones are connected. Disconnect one of them first."),
            params={"count": working},
        )
    device, token = _device(DeviceKind.APP, name, membership=held)
    record(by=by, verb=CONNECTED, subject=device.name, subject_id=device.pk)
    return device, token


@transaction.atomic
def give_token(*, by: Actor, survey: Survey, name: str) -> tuple[Device, str]:
    """Let another system send answers of a survey; returns its token too, which is stored nowhere.

    Raises `NotPermitted`, and ValidationError unless the survey collects.
    """
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(Survey.objects.all(), survey.pk)
    if held.state != SurveyState.COLLECTING:
        raise ValidationError(_("The survey takes no answers now."))
    device, token = _device(DeviceKind.TOOL, name, survey=held)
    record(by=by, verb=TOKEN_GIVEN, subject=device.name, subject_id=device.pk, facts={"survey": held.name})
    return device, token


def _device(
    kind: DeviceKind, name: str, *, membership: Membership | None = None, survey: Survey | None = None
) -> tuple[Device, str]:
    token = token_urlsafe(32)
    device = Device.objects.create(
        kind=kind,
        name=name,
        membership=membership,
        survey=survey,
        token_sha256=hash_of_token(token),
        made_on=timezone.localdate(),
    )
    return device, token


@transaction.atomic
def revoke_device(*, by: Actor, device: Device) -> Device:
    """Let a device send no more: one's own telephone, or any as whoever leads the fieldwork. It stays with its forms.

    Revoked already, it stays as it is. Raises `NotPermitted`.
    """
    held = hold(Device.objects.select_related("membership"), device.pk)
    own = held.membership is not None and held.membership.person_id == by.person_id and may_collect(by)
    if not own and not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    if held.revoked_at is None:
        held.revoked_at = timezone.now()
        held.save(update_fields=["revoked_at"])
        record(by=by, verb=REVOKED, subject=held.name, subject_id=held.pk)
    return held


def admitted(*, token: str, now: datetime) -> Device:
    """The device that a request comes from, counted in this minute. Raises `NoDevice`, and `TooOften`."""
    device = (
        Device.objects.filter(token_sha256=hash_of_token(token))
        .select_related("membership__person", "membership__unit", "survey")
        .first()
    )
    if device is None or not still_works(device):
        raise NoDevice
    minute = now.replace(second=0, microsecond=0)
    fresh = device.minute != minute
    if not fresh and device.in_minute >= MOST_IN_A_MINUTE:
        raise TooOften
    Device.objects.filter(pk=device.pk).update(
        minute=minute, in_minute=1 if fresh else F("in_minute") + 1, seen_on=timezone.localdate(now)
    )
    return device


def note_told(*, device: Device, event: int) -> None:
    """Note up to which event a device was told; an older answer that arrives late takes nothing back."""
    Device.objects.filter(pk=device.pk, last_event__lt=event).update(last_event=event)
