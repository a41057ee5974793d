"""What devices and other systems say to the server, read from JSON: docs/fieldwork-protocol.md tells it in words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cchc.core.words.lengths import MOST

MOST_BYTES = 1_000_000  # of a request: about twenty forms of 39 items about ten units each, with open answers
MOST_FORMS = 50  # in one sending
MOST_CLAIMS = 2_000  # receipts that are asked about at once
MOST_VERSIONS = 1_000  # of one form
MOST_OF_A_PAST = 200  # signs
MOST_OF_A_DEVICE = 100  # letters of the name that a device gives itself
NO_ANSWERS = ("refused", "not_reached")
YEARS = range(2000, 2200)
_KEY = re.compile(r"[A-Za-z0-9-]{8,50}")
_HASH = re.compile(r"[0-9a-f]{64}")
_UNIT = re.compile(r"[1-9][0-9]{0,17}")
_MOST_ID = 2**63 - 1  # that a column holds


class NotUnderstood(ValueError):
    """Raised where what came is not what the protocol says; its text names the field."""


@dataclass(frozen=True, slots=True)
class ReceiptClaim:
    """A version of a form for which a receipt was given, as the device says."""

    key: str
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class AskedExchange:
    """What a device tells of itself: the epoch and the event it knows, the questionnaires it has (by hash), the `past`
    it was told last ("": none), and behind which form a list goes on."""

    epoch: str
    event: int
    questionnaires: frozenset[str]
    past: str
    after: int


@dataclass(frozen=True, slots=True)
class ToldFilling:
    """How a form was filled, as the device tells it: from when to when by its own clock (None: not told), whether it
    was left and gone on with in between, and on which device ("": not told)."""

    begun: datetime | None = None
    ended: datetime | None = None
    is_paused: bool = False
    device: str = ""


@dataclass(frozen=True, slots=True)
class FilledIn:
    """One version of a filled form: the id of the handed-out form, and what was answered of each rated unit."""

    form: int
    key: str
    version: int
    texts: Mapping[int, Mapping[str, str]]
    filling: ToldFilling = ToldFilling()


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """What a device says of a form without an answer: the respondent refused, or was not reached, and why."""

    form: int
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeviceSending:
    """What comes in one message: filled forms, forms without an answer, the clock of the device (None: not told), and
    the `past` that it was told last ("": none)."""

    filled: tuple[FilledIn, ...]
    said: tuple[NoAnswer, ...]
    clock: datetime | None
    past: str = ""


def read_exchange(body: bytes) -> AskedExchange:
    """What a device asks of the server; raises `NotUnderstood`.

    >>> read_exchange(b'{"epoch": "", "event": 0}').questionnaires
    frozenset()
    """
    data = _object(body)
    known = _list(data, "questionnaires", MOST_CLAIMS)
    return AskedExchange(
        _text(data, "epoch", 40),
        _number(data, "event", 0),
        frozenset(_matching(one, _HASH, "questionnaires") for one in known),
        _past(data),
        _number(data, "after", 0) if "after" in data else 0,
    )


def read_claims(body: bytes) -> tuple[ReceiptClaim, ...]:
    """The receipts about which a device asks whether the server still has them; raises `NotUnderstood`."""
    return tuple(_claim(one) for one in _list(_object(body), "receipts", MOST_CLAIMS))


def read_sending(body: bytes) -> DeviceSending:
    """What is sent; raises `NotUnderstood`, and then nothing of it was read.

    >>> body = b'{"forms": [{"form": 5, "key": "0a1b2c3d", "version": 1, "answers": {"7": {"q1": "5"}}}]}'
    >>> read_sending(body).filled[0].texts
    {7: {'q1': '5'}}
    """
    data = _object(body)
    return DeviceSending(
        tuple(_filled(one) for one in _list(data, "forms", MOST_FORMS)),
        tuple(_no_answer(one) for one in _list(data, "said", MOST_FORMS)),
        _time(data, "now"),
        _past(data),
    )


def read_export(data: Mapping[str, object]) -> DeviceSending:
    """What an export holds that was opened: however much; raises `NotUnderstood`."""
    forms, said = data.get("forms"), data.get("said", [])
    if not isinstance(forms, list) or not isinstance(said, list):
        raise NotUnderstood("forms")
    return DeviceSending(tuple(_filled(one) for one in forms), tuple(_no_answer(one) for one in said), None)


def _past(data: dict[str, Any]) -> str:
    return _text(data, "past", MOST_OF_A_PAST) if "past" in data else ""


def _object(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body.decode())
    except (ValueError, RecursionError):  # no UTF-8, no JSON, numbers of thousands of digits
        raise NotUnderstood("JSON") from None
    if not isinstance(data, dict):
        raise NotUnderstood("JSON")
    return data


def _filled(data: object) -> FilledIn:
    if not isinstance(data, dict):
        raise NotUnderstood("forms")
    answers = data.get("answers")
    if not isinstance(answers, dict) or not answers:
        raise NotUnderstood("answers")
    return FilledIn(
        _number(data, "form", 1),
        _matching(data.get("key"), _KEY, "key"),
        _version(data),
        {int(_matching(unit, _UNIT, "answers")): _texts(texts) for unit, texts in answers.items()},
        ToldFilling(
            _time(data, "begun"),
            _time(data, "ended"),
            data.get("paused", False) is True,
            _text(data, "device", MOST_OF_A_DEVICE) if "device" in data else "",
        ),
    )


def _no_answer(data: object) -> NoAnswer:
    if not isinstance(data, dict) or data.get("state") not in NO_ANSWERS:
        raise NotUnderstood("said")
    return NoAnswer(_number(data, "form", 1), data["state"], _text(data, "reason", MOST["reason"]))


def _time(data: dict[str, Any], name: str) -> datetime | None:
    """A moment with its distance from UTC, within what every database holds."""
    found = data.get(name)
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(found if isinstance(found, str) else "")
    except ValueError:
        raise NotUnderstood(name) from None
    if moment.tzinfo is None or moment.year not in YEARS:
        raise NotUnderstood(name)
    return moment


def _texts(texts: object) -> dict[str, str]:
    if not isinstance(texts, dict):
        raise NotUnderstood("answers")
    return {_whole(code, "answers"): _whole(text, "answers") for code, text in texts.items()}


def _claim(data: object) -> ReceiptClaim:
    if not isinstance(data, dict):
        raise NotUnderstood("receipt")
    return ReceiptClaim(
        _matching(data.get("key"), _KEY, "key"),
        _version(data),
        _matching(data.get("sha256"), _HASH, "sha256"),
    )


def _version(data: dict[str, Any]) -> int:
    version = _number(data, "version", 1)
    if version > MOST_VERSIONS:
        raise NotUnderstood("version")
    return version


def _number(data: dict[str, Any], name: str, low: int) -> int:
    found = data.get(name)
    if type(found) is not int or not low <= found <= _MOST_ID:
        raise NotUnderstood(name)
    return found


def _text(data: dict[str, Any], name: str, most: int) -> str:
    found = _whole(data.get(name), name)
    if len(found) > most:
        raise NotUnderstood(name)
    return found


def _matching(found: object, shape: re.Pattern[str], name: str) -> str:
    if not isinstance(found, str) or not shape.fullmatch(found):
        raise NotUnderstood(name)
    return found


def _whole(found: object, name: str) -> str:
    """A text that every database and hash takes: no halves of signs, which JSON can write, and no zero bytes."""
    if not isinstance(found, str) or "\x00" in found:
        raise NotUnderstood(name)
    try:
        found.encode()
    except UnicodeEncodeError:
        raise NotUnderstood(name) from None
    return found


def _list(data: dict[str, Any], name: str, most: int) -> list[object]:
    found = data.get(name, [])
    if not isinstance(found, list) or len(found) > most:
        raise NotUnderstood(name)
    return found
