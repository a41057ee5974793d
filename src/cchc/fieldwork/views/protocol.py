"""The protocol of telephones and other systems: JSON in, JSON out, a token instead of a sign-in, no cookies.

docs/fieldwork-protocol.md tells it. Whatever is refused says why in words; nothing that was not told as taken is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.csrf import csrf_exempt

from cchc.access.decorators import public
from cchc.fieldwork.actions.devices import MOST_IN_A_MINUTE, NoDevice, TooOften, admitted, note_told
from cchc.fieldwork.actions.epochs import told_now
from cchc.fieldwork.actions.from_devices import (
    DeviceReceipt,
    NoAnswerReceipt,
    Refusal,
    receive_filled,
    receive_no_answers,
)
from cchc.fieldwork.exchange.protocol import (
    MOST_BYTES,
    NotUnderstood,
    read_claims,
    read_exchange,
    read_sending,
)
from cchc.fieldwork.models import Device
from cchc.fieldwork.queries.devices import missing_receipts, taken_along
from cchc.fieldwork.queries.epochs import is_forgotten, signed_past, standing_epoch
from cchc.fieldwork.queries.opening import kept_opening_key
from cchc.ui.templatetags.ui import message_text

PROTOCOL = 1
TOKEN = "Bearer "  # noqa: S105 - how the header of a token begins

Answer = Callable[[Device, bytes], dict[str, Any]]


def _spoken(answer: Answer) -> Callable[[HttpRequest], JsonResponse]:
    """A view of the protocol: asks for the token, bounds the body, and says in words what is wrong."""

    @wraps(answer)
    def view(request: HttpRequest) -> JsonResponse:
        if request.method != "POST":
            words = gettext("Machines send filled forms to this address.")
            return _json({"protocol": PROTOCOL, "words": words})
        length = request.headers.get("Content-Length") or "0"
        if not (length.isascii() and length.isdecimal()) or len(length) > 9 or int(length) > MOST_BYTES:
            return _wrong(413, "too_large", gettext("This is too large: send fewer forms at once."))
        try:
            device = admitted(token=_token(request), now=timezone.now())
            told = answer(device, request.body)
        except NoDevice:
            why = gettext("This telephone or system is not connected any more. Its forms stay on it.")
            return _wrong(401, "not_connected", why)
        except TooOften:
            why = gettext("More than {count} requests came within a minute. Wait a minute.")
            return _wrong(429, "too_often", why.format(count=MOST_IN_A_MINUTE))
        except NotUnderstood as fault:
            why = gettext("What was sent is not understood: {field}.").format(field=fault)
            return _wrong(400, "not_understood", why)
        except OperationalError:
            return _wrong(503, "busy", gettext("The server is busy. Send it again in a moment."))
        return _json(told)

    return public(csrf_exempt(view))


def _token(request: HttpRequest) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix(TOKEN).strip()[:200] if header.startswith(TOKEN) else ""


def _wrong(status: int, what: str, words: str) -> JsonResponse:
    return _json({"fault": what, "words": words}, status)


def _json(told: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})


@_spoken
def exchange(device: Device, body: bytes) -> dict[str, Any]:
    """Tell a device in which epoch and at which event the server is, and everything that it takes along."""
    asked = read_exchange(body)
    now = told_now(past=asked.past)
    along = taken_along(device, asked.questionnaires, asked.after)
    note_told(device=device, event=now.event)
    key = kept_opening_key()
    return {
        "protocol": PROTOCOL,
        "epoch": now.epoch,
        "event": now.event,
        "past": signed_past(now.epoch),
        "time": timezone.now().isoformat(timespec="seconds"),
        "device": {"id": device.pk, "name": device.name},
        "key": key.public if key else None,
        "surveys": along.surveys,
        "forms": along.forms,
        "questionnaires": along.questionnaires,
        "after": along.goes_on_after,
    }


@_spoken
def send(device: Device, body: bytes) -> dict[str, Any]:
    """Receive filled forms, and what is said of forms without an answer; each is answered by a receipt, and one that is
    not answered was not taken."""
    sending, now = read_sending(body), timezone.now()
    if is_forgotten(sending.past, standing_epoch()):
        told_now(past=sending.past)  # before what comes now is told as the past
    slow_by = now - sending.clock if sending.clock else timedelta()
    receipts = receive_filled(device=device, filled=sending.filled, slow_by=slow_by)
    noted = receive_no_answers(device=device, said=sending.said)
    epoch = standing_epoch()
    return {
        "protocol": PROTOCOL,
        "epoch": epoch,
        "past": signed_past(epoch),
        "receipts": [_told(one) for one in receipts],
        "said": [_told_noted(one) for one in noted],
    }


@_spoken
def compare(device: Device, body: bytes) -> dict[str, Any]:
    """Say which of the receipts that a device holds the server knows no more."""
    missing = missing_receipts(read_claims(body))
    told = [{"key": one.key, "version": one.version, "sha256": one.sha256} for one in missing]
    return {"protocol": PROTOCOL, "epoch": standing_epoch(), "missing": told}


def _told(receipt: DeviceReceipt) -> dict[str, Any]:
    return {
        "key": receipt.key,
        "version": receipt.version,
        "outcome": receipt.outcome.value,
        "number": receipt.number,
        "sha256": receipt.sha256,
        "reason": receipt.reason.value if receipt.reason else "",
        "words": receipt.words or (_words(receipt.reason) if receipt.reason else ""),
        "faults": [
            {"unit": unit, "item": item, "why": message_text(why)} for unit, item, why in receipt.faults
        ],
    }


def _told_noted(receipt: NoAnswerReceipt) -> dict[str, Any]:
    return {
        "form": receipt.form,
        "outcome": receipt.outcome.value,
        "reason": receipt.reason.value if receipt.reason else "",
        "words": receipt.words or (_words(receipt.reason) if receipt.reason else ""),
    }


def _words(reason: Refusal) -> str:
    words = {
        Refusal.UNKNOWN_FORM: gettext(
            "You have no form of this number any more: ask whoever leads the survey."
        ),
        Refusal.VOID: gettext("This form was made void."),
        Refusal.CLOSED: gettext("The survey takes no answers now."),
        Refusal.USED_UP: gettext("Other answers came to this form before: it is answered once."),
        Refusal.SUPERSEDED: gettext(
            "A later version of this form, or this one with other answers, came before."
        ),
        Refusal.WRONG_UNITS: gettext("The form does not ask about this unit."),
        Refusal.WRONG_ANSWERS: gettext("Some answers cannot be read."),
    }
    return words[reason]
