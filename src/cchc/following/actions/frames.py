"""Changing report frames: begun from a model or a file, edited row by row, issued, gone on with, deleted."""

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
from cchc.core.plans.reports.content import (
    frame_document_of,
    frame_of,
    hash_of_frame,
    text_of_frame_document,
)
from cchc.core.plans.reports.document import FRAME, KEYS, FrameDocument, key_of_row
from cchc.core.plans.reports.laws import UNFINISHED
from cchc.core.plans.reports.reading import read_frame
from cchc.core.scoring.criteria.document import Fields, in_fields
from cchc.core.words.messages import Fault
from cchc.documents.models import StoredFile
from cchc.following.models import FrameState, FrameVersion
from cchc.following.queries.frames import drafted_frame, models_left

CREATED = verb("following.frame_created", _("created the report frame {subject}"))
EDITED = verb("following.frame_edited", _("changed the draft of the report frame {subject}"))
REPLACED = verb("following.frame_replaced", _("replaced the draft of the report frame {subject} by a file"))
PUT_BACK = verb(
    "following.frame_put_back", _("took a file back from the draft of the report frame {subject}")
)
GIVEN_UP = verb(
    "following.frame_file_given_up", _("gave a file up that was to replace the draft of the frame {subject}")
)
CONTINUED = verb("following.frame_continued", _("began a new version of the report frame {subject}"))
PUBLISHED = verb("following.frame_published", _("issued the report frame {subject}"))
DELETED = verb("following.frame_deleted", _("deleted the draft of the report frame {subject}"))
say_facts(
    "following", row=FactWords(_("row of the report frame")), rows=FactWords(_("rows of the report frame"))
)


@dataclass(frozen=True, slots=True)
class FrameEdit:
    """A change of one row of a draft: `key` is what tells the row from the others ("": a new row), `texts` what it
    shall say (None: it goes), `after` the key of the row behind which it shall stand ("": first, None: where it is)."""

    table: str
    key: str
    texts: Mapping[str, str] | None
    after: str | None = None


class FaultyFrameRow(Exception):
    """Raised for a row that cannot be understood; carries its faults, of which each names its field as the column."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(str(fault.why) for fault in faults))
        self.faults = faults


@transaction.atomic
def create_frame(*, by: Actor, text: str, source: StoredFile | None = None) -> FrameVersion:
    """Store a frame (its canonical text) as a draft with the number 1. Raises ValidationError where there is one of
    that code already."""
    by.require(Permission.FRAME_EDIT)
    alone_in(FrameVersion)
    frame = frame_of(text)
    if FrameVersion.objects.filter(key=frame.code).exists():
        raise ValidationError(
            _(
                "There is a report frame with the code “%(code)s” already. Begin a new version of it, or give "
                "this one another code."
            ),
            params={"code": frame.code},
        )
    version = FrameVersion(key=frame.code, number=1, source=source)
    _put(version, text)
    _record(by, CREATED, version, rows=len(frame.rows))
    return version


@transaction.atomic
def adopt_model_frames(*, by: Actor) -> list[FrameVersion]:
    """Take over every model that there is no frame of yet, each as a first version that is issued. Raises
    ValidationError where none is left."""
    by.require(Permission.FRAME_EDIT)
    models = models_left()
    if not models:
        raise ValidationError(_("All model frames are here already."))
    drafts = [create_frame(by=by, text=model.text) for model in models]
    return [publish_frame(by=by, version=one, seen=one.sha256) for one in drafts]


@transaction.atomic
def edit_frame(*, by: Actor, version: FrameVersion, edit: FrameEdit, seen: int) -> FrameVersion:
    """Change one row of a draft. What is wrong elsewhere in the draft stays to be mended before it is issued.

    Raises `Changed` when the draft is not the one of the count `seen` any more, `FaultyFrameRow` when the row itself
    cannot be understood, ValidationError when the version is issued, the row gone, or an annex taken out with its rows.
    """
    by.require(Permission.FRAME_EDIT)
    draft = _draft(version)
    if draft.version != seen:
        raise Changed(seen=seen, now=draft.version)
    text = text_of_frame_document(_edited(frame_document_of(draft.content), edit))
    if edit.texts is not None:
        _refuse_faulty(frame_document_of(text), edit)
    return _kept(by, draft, text, EDITED, row=" ".join((edit.table, edit.key)).strip())


def _edited(document: FrameDocument, edit: FrameEdit) -> FrameDocument:
    """Return the document with one row changed; rows follow an annex that gets another number."""
    if edit.table == FRAME:
        return FrameDocument(document.place, in_fields(edit.texts or {}), document.tables)
    rows = [*document.tables[edit.table]]
    keys = [key_of_row(edit.table, row) for row in rows]
    at = keys.index(edit.key) if edit.key in keys and edit.key else None
    if edit.key and at is None:
        raise ValidationError(_("What you are working on was deleted meanwhile."))
    tables = dict(document.tables)
    if edit.table == "annex" and edit.key:
        tables["row"] = _following(document.tables["row"], edit)
    if at is not None:
        del rows[at], keys[at]
    if edit.texts is not None:
        rows.insert(_place(keys, at, edit.after), in_fields(edit.texts))
    return FrameDocument(document.place, document.settings, {**tables, edit.table: rows})


def _following(rows: Sequence[Fields], edit: FrameEdit) -> list[Fields]:
    """Return the rows with the new number of their annex. Raises ValidationError when it goes and has some."""
    own = [row for row in rows if "annex" in row and row["annex"].text == edit.key]
    if own and edit.texts is None:
        raise ValidationError(
            _("The annex has %(count)s rows: put them into another annex, or take them out first."),
            params={"count": len(own)},
        )
    number = in_fields({"annex": (edit.texts or {}).get(KEYS["annex"], edit.key)})
    return [{**row, **number} if row in own else row for row in rows]


def _place(keys: Sequence[str], at: int | None, after: str | None) -> int:
    """Return where a row comes to stand among the others, by their keys."""
    if after == "":
        return 0
    if after is not None and after in keys:
        return keys.index(after) + 1
    return len(keys) if at is None else at


def _refuse_faulty(document: FrameDocument, edit: FrameEdit) -> None:
    """Raise `FaultyFrameRow` with the faults of the row that was changed."""
    key = (edit.texts or {}).get(KEYS.get(edit.table, ""), "")
    rows = document.tables.get(edit.table, [])
    places = {at for at, row in enumerate(rows, start=1) if key_of_row(edit.table, row) == key} or {1}
    faults = tuple(
        fault
        for fault in read_frame(document).faults
        if fault.place.sheet == edit.table and fault.place.row in places and fault.why.text not in UNFINISHED
    )
    if faults:
        raise FaultyFrameRow(faults)


@transaction.atomic
def replace_frame(
    *, by: Actor, version: FrameVersion, text: str, seen: str, source: StoredFile
) -> FrameVersion:
    """Put what a file says in place of a draft, whose hash was `seen`. Raises `Changed` when it is another by now, and
    ValidationError when the file is of another frame."""
    by.require(Permission.FRAME_EDIT)
    draft = _draft(version)
    if draft.sha256 != seen:
        raise Changed(seen=seen, now=draft.sha256)
    draft.source = source
    return _kept(by, draft, text, REPLACED, rows=len(frame_of(text).rows))


@transaction.atomic
def put_frame_back(*, by: Actor, version: FrameVersion, text: str, seen: str) -> FrameVersion:
    """Give a draft back the text that it had before a file replaced it, whose hash was `seen`. Raises `Changed` when it
    was saved since."""
    by.require(Permission.FRAME_EDIT)
    draft = _draft(version)
    if draft.sha256 != seen:
        raise Changed(seen=seen, now=draft.sha256)
    draft.source = None
    return _kept(by, draft, text, PUT_BACK)


def record_frame_file_given_up(*, by: Actor, version: FrameVersion) -> None:
    """Record that a file which was to replace a draft was given up."""
    _record(by, GIVEN_UP, version)


@transaction.atomic
def continue_frame(*, by: Actor, version: FrameVersion) -> FrameVersion:
    """Begin a new version of a frame with what its last issued one says. Raises ValidationError where there is a draft
    already."""
    by.require(Permission.FRAME_EDIT)
    alone_in(FrameVersion)
    last = FrameVersion.objects.filter(key=version.key).order_by("-number").first()
    if last is None or last.is_draft:
        raise ValidationError(_("This report frame has a draft already: go on with that."))
    draft = FrameVersion(key=last.key, number=last.number + 1)
    _put(draft, last.content)
    _record(by, CONTINUED, draft)
    return draft


@transaction.atomic
def publish_frame(
    *, by: Actor, version: FrameVersion, seen: str, basis: LegalBasis = NO_BASIS
) -> FrameVersion:
    """Freeze a draft, whose hash was `seen`, for good. Raises `Changed` when it is another by now, and ValidationError
    while something is still wrong in it."""
    by.require(Permission.FRAME_EDIT)
    draft = _draft(version)
    if draft.sha256 != seen:
        raise Changed(seen=seen, now=draft.sha256)
    refuse_faulty_frame(draft)
    draft.state = FrameState.PUBLISHED
    draft.basis = str(basis)
    draft.published_at = timezone.now()
    draft.published_by = {"person_id": by.person_id, "person": by.person, "unit": by.unit, **basis.facts()}
    draft.clean_fields()
    draft.save()
    _record(by, PUBLISHED, draft, **basis.facts())
    return draft


def refuse_faulty_frame(version: FrameVersion) -> None:
    """Raise ValidationError where a draft has faults."""
    count = len(drafted_frame(version).faults)
    if count:
        raise ValidationError(
            _("There are %(count)s faults in the draft: mend them first, each is named on its page."),
            params={"count": count},
        )


@transaction.atomic
def delete_frame_draft(*, by: Actor, version: FrameVersion) -> None:
    """Remove a draft. Raises ValidationError when it is issued."""
    by.require(Permission.FRAME_EDIT)
    draft = _draft(version)
    _record(by, DELETED, draft, removed=[draft])
    draft.delete()


def _draft(version: FrameVersion) -> FrameVersion:
    """Return the stored row of a draft, locked until the transaction ends. Raises ValidationError when it is issued."""
    stored = hold(FrameVersion.objects.all(), version.pk)
    if not stored.is_draft:
        raise ValidationError(_("This version is issued and never changes."))
    return stored


def _kept(by: Actor, draft: FrameVersion, text: str, told: str, **facts: Any) -> FrameVersion:
    """Store what a draft says now. Raises ValidationError when it has another code."""
    settings = frame_document_of(text).settings
    if ("code" in settings and settings["code"].text) != draft.key:
        raise ValidationError(
            _("The code of a report frame does not change: it stays “%(code)s”."), params={"code": draft.key}
        )
    draft.version += 1
    _put(draft, text)
    _record(by, told, draft, **facts)
    return draft


def _put(draft: FrameVersion, text: str) -> None:
    """Store a text as what a draft says, its name and level with it."""
    settings = frame_document_of(text).settings
    draft.content, draft.sha256 = text, hash_of_frame(text)
    draft.name = settings["name"].text[:250] if "name" in settings else draft.key
    draft.level = settings["level"].text if "level" in settings else ""
    draft.clean_fields()
    draft.save()


def _record(
    by: Actor, told: str, version: FrameVersion, removed: Sequence[FrameVersion] = (), **facts: Any
) -> None:
    whole = {"frame": version.key, "version": version.number, "sha256": version.sha256, **facts}
    rows = {"removed": removed} if removed else {"saved": [version]}
    record(by=by, verb=told, subject=str(version), subject_id=version.pk, facts=whole, **rows)
