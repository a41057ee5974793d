"""An office brings its own template for a kind of paper, or goes back to the standard one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import change_alone
from cchc.audit.models import by_line
from cchc.audit.verbs import verb
from cchc.documents.actions import store
from cchc.documents.exchange.template_checking import ReadTemplate
from cchc.documents.models import StoredFile
from cchc.releases.exchange.papers.naming import PaperKind
from cchc.releases.models import PaperTemplate
from cchc.releases.policies import may_manage_templates
from cchc.releases.queries.templates import standing_number, standing_template

BROUGHT = verb(
    "releases.template_brought", _("put a template of their own in force for “{subject}”, version {number}")
)
STANDARD = verb("releases.template_standard", _("went back to the standard template of “{subject}”"))


@transaction.atomic
def bring_template(
    *, by: Actor, kind: PaperKind, name: str, data: bytes, read: ReadTemplate, seen: int
) -> PaperTemplate:
    """Put a template that was `read` in force for a kind of paper; the one before stays as a version.

    `seen` is the number that the page showed (`standing_number`). Raises `NotPermitted`, `Changed` when somebody acted
    meanwhile, ValidationError when the file cannot be stored.
    """
    _check(by, kind, seen)
    file = store(by=by, name=name, data=data)
    row = _next(by, kind, file)
    facts = {"number": row.number, "sha256": file.sha256, "tags": [*read.tags, *read.marks]}
    record(by=by, verb=BROUGHT, subject=row.get_kind_display(), subject_id=row.pk, facts=facts, wrote=[row])
    return row


@transaction.atomic
def use_standard_template(*, by: Actor, kind: PaperKind, seen: int) -> PaperTemplate:
    """Let the standard template of a kind stand again; what an office brought stays as a version.

    Raises as `bring_template` does, and ValidationError when it stands already.
    """
    _check(by, kind, seen)
    standing = standing_template(kind)
    if standing is None or standing.file is None:
        raise ValidationError(_("The standard template stands already."))
    row = _next(by, kind, None)
    facts = {"number": row.number}
    record(by=by, verb=STANDARD, subject=row.get_kind_display(), subject_id=row.pk, facts=facts, wrote=[row])
    return row


def _check(by: Actor, kind: PaperKind, seen: int) -> None:
    if not may_manage_templates(by):
        raise NotPermitted(Permission.TEMPLATE_MANAGE)
    change_alone(f"releases.template:{kind}")
    now = standing_number(kind)
    if now != seen:
        raise Changed(seen=seen, now=now)


def _next(by: Actor, kind: PaperKind, file: StoredFile | None) -> PaperTemplate:
    return PaperTemplate.objects.create(
        kind=kind, number=standing_number(kind) + 1, file=file, at=timezone.now(), **by_line(by)
    )
