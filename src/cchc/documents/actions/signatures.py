"""The certificates to which signers are traced back, loaded and removed; and what was found of the
signatures of files, kept."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.locks import alone_in, hold
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.core.words.messages import data_of
from cchc.documents.models import SignatureCheck, TrustAnchor
from cchc.documents.policies import may_load_anchors
from cchc.files.certificates import Certificate
from cchc.files.signatures import Answered, FoundSignature, SignedPdf

LOADED = verb(
    "documents.anchor_loaded", _("loaded the certificate of the authority {subject}, to trace signers back")
)
REMOVED = verb("documents.anchor_removed", _("removed the certificate of the authority {subject}: {reason}"))

MOST_ANCHORS = 300


@transaction.atomic
def load_anchors(*, by: Actor, certificates: Sequence[Certificate], file: str) -> list[TrustAnchor]:
    """Load certificates of authorities, each with a record; returns the new rows.

    Those that are loaded already are left as they are. Raises ValidationError when all are, or too many would be.
    """
    if not may_load_anchors(by):
        raise NotPermitted(Permission.ANCHOR_MANAGE)
    alone_in(TrustAnchor)
    known = set(TrustAnchor.objects.filter(removed_at=None).values_list("sha256", flat=True))
    fresh = [one for one in certificates if one.sha256 not in known]
    if not fresh:
        raise ValidationError(_("All certificates of this file are loaded already."))
    if len(known) + len(fresh) > MOST_ANCHORS:
        raise ValidationError(
            _("At most %(most)s certificates are loaded: remove those that are no longer needed."),
            params={"most": MOST_ANCHORS},
        )
    return [_loaded(by, one, file) for one in fresh]


def _loaded(by: Actor, one: Certificate, file: str) -> TrustAnchor:
    row = TrustAnchor.objects.create(
        sha256=one.sha256,
        subject=one.subject,
        issuer=one.issuer,
        serial=one.serial,
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        content=b64encode(one.der).decode(),
        file=file,
        **by_line(by),
    )
    facts = {"sha256": one.sha256}
    record(by=by, verb=LOADED, subject=one.subject, subject_id=row.pk, facts=facts, wrote=[row])
    return row


@transaction.atomic
def remove_anchor(*, by: Actor, anchor: TrustAnchor, reason: str) -> TrustAnchor:
    """Let signatures be traced back to a certificate no longer; the row stays, with the reason.

    Raises ValidationError when somebody has removed it meanwhile, or without a reason.
    """
    if not may_load_anchors(by):
        raise NotPermitted(Permission.ANCHOR_MANAGE)
    held = hold(TrustAnchor.objects.all(), anchor.pk)
    if held.removed_at is not None:
        raise ValidationError(_("Somebody has removed this certificate already."))
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason.")})
    held.removed_at, held.removed_by, held.removed_unit = timezone.now(), by.person, by.unit
    held.reason = reason.strip()
    held.save()
    facts = {"reason": held.reason, "sha256": held.sha256}
    record(by=by, verb=REMOVED, subject=held.subject, subject_id=held.pk, facts=facts, wrote=[held])
    return held


@transaction.atomic
def keep_signatures(*, sha256: str, mark: str, found: SignedPdf) -> None:
    """Keep what was found of a file by the certificates with this `mark`, in the place of what was found before.

    Nothing is recorded: the same file and certificates give the same answers again.
    """
    SignatureCheck.objects.update_or_create(
        sha256=sha256,
        defaults={
            "anchors": mark,
            "is_signed": bool(found.signatures),
            "signatures": [_data_of(one) for one in found.signatures],
            "why": data_of(found.why) if found.why else None,
            "at": timezone.now(),
        },
    )


def _data_of(one: FoundSignature) -> dict[str, Any]:
    texts = {
        "kind": one.kind.value,
        "signer": one.signer,
        "organisation": one.organisation,
        "issuer": one.issuer,
        "signed_at": one.signed_at,
    }
    answers = {"intact": one.intact, "known": one.known, "valid": one.valid, "changed": one.changed}
    return {**texts, **{name: _answer_data(answer) for name, answer in answers.items()}}


def _answer_data(one: Answered) -> dict[str, Any]:
    return {"answer": one.answer.value, "reasons": [data_of(reason) for reason in one.reasons]}
