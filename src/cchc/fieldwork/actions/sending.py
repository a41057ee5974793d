"""What is sent from the field, and why it may not be taken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.core.surveys.answering import Texts
from cchc.core.surveys.questionnaires.answers import FilledForm, FormFault
from cchc.fieldwork.models import Device, FieldAssignment, SubmissionSource


class UsedUp(Exception):
    """Raised where the assignment was answered before, under another key: what was sent now changes nothing."""


class Superseded(Exception):
    """Raised where this version of the form came before with other answers, or a later version has come."""


class WrongAnswers(ValidationError):
    """Raised where the answers of a form cannot be read: `faults` are all of them, by rated unit."""

    def __init__(self, faults: Mapping[int, tuple[FormFault, ...]]) -> None:
        super().__init__(_("Some answers cannot be read."))
        self.faults = faults


FormReading = Mapping[int, FilledForm] | WrongAnswers
"""The answers of each rated unit, or why they are not taken."""


@dataclass(frozen=True, slots=True)
class Filling:
    """How a form was filled: from when to when (None: not told), whether it was left in between, and a hash of the name
    of the device ("": not told)."""

    begun: datetime | None = None
    ended: datetime | None = None
    was_paused: bool = False
    machine: str = ""


UNTOLD = Filling()


@dataclass(frozen=True)
class SubmittedForm:
    """One version of a filled form as sent: `key` was made by whoever filled it; `device` sent it, or none. How it was
    filled is no part of what the receipt is about."""

    key: str
    version: int
    texts: Texts
    source: SubmissionSource
    device: Device | None = None
    filling: Filling = UNTOLD

    @cached_property
    def body(self) -> str:
        """The answers as canonical JSON."""
        told = {str(unit): dict(sorted(texts.items())) for unit, texts in sorted(self.texts.items())}
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def readings(self) -> dict[str, FormReading]:
        """What was read of the answers so far, by the hash of the questionnaire."""
        return {}

    @cached_property
    def sha256(self) -> str:
        """The hash that the receipt bears."""
        return sha256(self.body.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class IncomingForm:
    """A sent form with who brings it, and of which assignment it comes."""

    by: Actor
    assignment: FieldAssignment
    sent: SubmittedForm
