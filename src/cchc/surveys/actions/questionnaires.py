"""Changing questionnaires: begun from a model or a file, edited row by row, issued, gone on with, deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import alone_in, hold
from cchc.audit.verbs import FactWords, say_facts, verb
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.core.surveys.questionnaires.content import (
    document_of_text,
    hash_of,
    questions_of,
    text_of_document,
)
from cchc.core.surveys.questionnaires.document import QuestionDocument, in_fields
from cchc.core.surveys.questionnaires.laws import UNFINISHED
from cchc.core.surveys.questionnaires.reading import read_questionnaire
from cchc.core.words.messages import Fault
from cchc.documents.models import StoredFile
from cchc.surveys.models import Questionnaire, QuestionnaireState, QuestionnaireVersion
from cchc.surveys.queries.questionnaires import code_of, drafted

CREATED = verb("surveys.questionnaire_created", _("created the questionnaire {subject}"))
EDITED = verb("surveys.questionnaire_edited", _("changed the draft of the questionnaire {subject}"))
REPLACED = verb(
    "surveys.questionnaire_replaced", _("replaced the draft of the questionnaire {subject} by a file")
)
GIVEN_UP = verb(
    "surveys.questionnaire_file_given_up", _("gave a file up that was to replace the draft of {subject}")
)
CONTINUED = verb("surveys.questionnaire_continued", _("began a new version of the questionnaire {subject}"))
PUBLISHED = verb("surveys.questionnaire_published", _("issued the questionnaire {subject}"))
DELETED = verb("surveys.questionnaire_deleted", _("deleted the draft of the questionnaire {subject}"))
say_facts(
    "surveys",
    row=FactWords(_("row of the questionnaire")),
    questions=FactWords(_("questions")),
)


@dataclass(frozen=True, slots=True)
class RowEdit:
    """A change of one row of a draft: `code` is the code that it has ("": a new row), `texts` what it shall say (None:
    it goes), `after` the code of the row behind which it shall stand ("": first, None: where it is)."""

    table: str
    code: str
    texts: Mapping[str, str] | None
    after: str | None = None


class FaultyRow(Exception):
    """Raised for a row that cannot be understood; carries its faults, of which each names its field as the column."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(str(fault.why) for fault in faults))
        self.faults = faults


@transaction.atomic
def create_questionnaire(*, by: Actor, text: str, source: StoredFile | None = None) -> QuestionnaireVersion:
    """Store a questionnaire (its canonical text) as a draft with the number 1. Raises ValidationError where there is
    one of that code already."""
    by.require(Permission.SURVEY_DESIGN)
    alone_in(Questionnaire)
    questions = questions_of(text)
    if Questionnaire.objects.filter(code=questions.code).exists():
        raise ValidationError(
            _(
                "There is a questionnaire with the code “%(code)s” already. Begin a new version of it, or "
                "give this one another code."
            ),
            params={"code": questions.code},
        )
    questionnaire = Questionnaire(code=questions.code, name=questions.title[:250])
    questionnaire.clean_fields()
    questionnaire.save()
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=1, content=text, sha256=hash_of(text), source=source
    )
    _record(by, CREATED, version, questions=len(questions.items))
    return version


@transaction.atomic
def edit_draft(*, by: Actor, version: QuestionnaireVersion, edit: RowEdit, seen: int) -> QuestionnaireVersion:
    """Change one row of a draft. What is wrong elsewhere in the draft stays to be mended before it is issued.

    Raises `Changed` when the draft is not the one of the count `seen` any more, `FaultyRow` when the row itself cannot
    be understood, ValidationError when the version is issued or gone.
    """
    by.require(Permission.SURVEY_DESIGN)
    draft = _draft(version)
    if draft.version != seen:
        raise Changed(seen=seen, now=draft.version)
    document = document_of_text(draft.content)
    text = text_of_document(_edited(document, edit))
    if edit.texts is not None:
        _refuse_faulty(document_of_text(text), edit)
    return _kept(by, draft, text, EDITED, row=" ".join((edit.table, edit.code)).strip())


def _edited(document: QuestionDocument, edit: RowEdit) -> QuestionDocument:
    """Return the document with one row changed. Raises ValidationError for a row that is gone."""
    if edit.table == "questionnaire":
        return QuestionDocument(document.place, in_fields(edit.texts or {}), document.tables)
    rows = [*document.tables[edit.table]]
    at = next((at for at, row in enumerate(rows) if code_of(row) == edit.code), None) if edit.code else None
    if edit.code and at is None:
        raise ValidationError(_("What you are working on was deleted meanwhile."))
    if at is not None:
        del rows[at]
    if edit.texts is not None:
        place = at if at is not None else len(rows)
        if edit.after is not None:
            behind = [place + 1 for place, row in enumerate(rows) if code_of(row) == edit.after]
            place = behind[0] if behind else 0 if not edit.after else place
        rows.insert(place, in_fields(edit.texts))
    return QuestionDocument(document.place, document.settings, {**document.tables, edit.table: rows})


def _refuse_faulty(document: QuestionDocument, edit: RowEdit) -> None:
    """Raise `FaultyRow` with the faults of the row that was changed."""
    code = (edit.texts or {}).get("code", "")
    rows = document.tables.get(edit.table, [])
    places = {at for at, row in enumerate(rows, start=1) if code_of(row) == code} or {1}
    faults = tuple(
        fault
        for fault in read_questionnaire(document).faults
        if fault.place.sheet == edit.table and fault.place.row in places and fault.why.text not in UNFINISHED
    )
    if faults:
        raise FaultyRow(faults)


@transaction.atomic
def replace_draft(
    *, by: Actor, version: QuestionnaireVersion, text: str, seen: str, source: StoredFile
) -> QuestionnaireVersion:
    """Put what a file says in place of a draft, whose hash was `seen`. Raises `Changed` when it is another by now, and
    ValidationError when the file is of another questionnaire."""
    by.require(Permission.SURVEY_DESIGN)
    draft = _draft(version)
    if draft.sha256 != seen:
        raise Changed(seen=seen, now=draft.sha256)
    draft.source = source
    return _kept(by, draft, text, REPLACED, questions=len(questions_of(text).items))


def record_questionnaire_file_given_up(*, by: Actor, version: QuestionnaireVersion) -> None:
    """Record that a file which was to replace a draft was given up."""
    _record(by, GIVEN_UP, version)


@transaction.atomic
def continue_questionnaire(*, by: Actor, questionnaire: Questionnaire) -> QuestionnaireVersion:
    """Begin a new version of a questionnaire with what its last issued one says. Raises ValidationError where there is
    a draft already."""
    by.require(Permission.SURVEY_DESIGN)
    held = hold(Questionnaire.objects.all(), questionnaire.pk)
    last = held.versions.order_by("-number").first()
    if last is None or last.state == QuestionnaireState.DRAFT:
        raise ValidationError(_("This questionnaire has a draft already: go on with that."))
    version = QuestionnaireVersion.objects.create(
        questionnaire=held, number=last.number + 1, content=last.content, sha256=last.sha256
    )
    _record(by, CONTINUED, version)
    return version


@transaction.atomic
def publish_questionnaire(
    *, by: Actor, version: QuestionnaireVersion, basis: LegalBasis = NO_BASIS
) -> QuestionnaireVersion:
    """Freeze a draft for good. Raises ValidationError with everything that is still wrong in it."""
    by.require(Permission.SURVEY_DESIGN)
    draft = _draft(version)
    refuse_with_faults(draft)
    draft.state = QuestionnaireState.PUBLISHED
    draft.published_at = timezone.now()
    draft.published_by = {"person_id": by.person_id, "person": by.person, "unit": by.unit, **basis.facts()}
    draft.save()
    _record(by, PUBLISHED, draft, **basis.facts())
    return draft


def refuse_with_faults(version: QuestionnaireVersion) -> None:
    """Raise ValidationError where a draft has faults."""
    count = len(drafted(version).faults)
    if count:
        raise ValidationError(
            _("There are %(count)s faults in the draft: mend them first, each is named on its page."),
            params={"count": count},
        )


@transaction.atomic
def delete_questionnaire_draft(*, by: Actor, version: QuestionnaireVersion) -> None:
    """Remove a draft, and with it a questionnaire that never had another version. Raises ValidationError when it is
    issued."""
    by.require(Permission.SURVEY_DESIGN)
    draft = _draft(version)
    questionnaire = draft.questionnaire
    _record(by, DELETED, draft, removed=[draft])
    draft.delete()
    if not questionnaire.versions.exists():
        questionnaire.delete()


def _draft(version: QuestionnaireVersion) -> QuestionnaireVersion:
    """Return the stored row of a draft, locked until the transaction ends. Raises ValidationError when it is issued."""
    stored = hold(QuestionnaireVersion.objects.all(), version.pk)
    if stored.state != QuestionnaireState.DRAFT:
        raise ValidationError(_("This version is issued and never changes."))
    return stored


def _kept(by: Actor, draft: QuestionnaireVersion, text: str, told: str, **facts: Any) -> QuestionnaireVersion:
    """Store what a draft says now, and name the questionnaire after it as long as nothing of it was issued."""
    document = document_of_text(text)
    code = document.settings["code"].text if "code" in document.settings else ""
    if code != draft.questionnaire.code:
        raise ValidationError(
            _("The code of a questionnaire does not change: it stays “%(code)s”."),
            params={"code": draft.questionnaire.code},
        )
    draft.content, draft.sha256 = text, hash_of(text)
    draft.version += 1
    draft.save()
    title = document.settings["title"].text if "title" in document.settings else ""
    if title and draft.number == 1:
        draft.questionnaire.name = title[:250]
        draft.questionnaire.save()
    _record(by, told, draft, **facts)
    return draft


def _record(
    by: Actor,
    told: str,
    version: QuestionnaireVersion,
    removed: Sequence[QuestionnaireVersion] = (),
    **facts: Any,
) -> None:
    whole = {
        "questionnaire": version.questionnaire.code,
        "version": version.number,
        "sha256": version.sha256,
        **facts,
    }
    rows = {"removed": removed} if removed else {"saved": [version]}
    record(by=by, verb=told, subject=str(version), subject_id=version.pk, facts=whole, **rows)
