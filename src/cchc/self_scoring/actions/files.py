"""A sheet goes out as an Excel file and comes back: what it would change is shown, then applied, given up, taken
back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.verbs import verb
from cchc.intake.actions import apply
from cchc.intake.models import StagedFile
from cchc.self_scoring.actions.saving import TypedBlock, write_block
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.actions.writing import HeldSheet, answers_to, facts_of, hold_to_edit
from cchc.self_scoring.exchange.sheet_file import CellDifference
from cchc.self_scoring.models import Answer
from cchc.self_scoring.queries.content import content_of
from cchc.self_scoring.queries.files import part_of
from cchc.self_scoring.queries.sheet import whole_sheets

APPLIED = verb(
    "self_scoring.file_applied",
    _("answered {count} criteria of the sheet of {subject} by an Excel file"),
)
GIVEN_UP = verb("self_scoring.file_given_up", _("gave up an Excel file for the sheet of {subject}"))
UNDONE = verb(
    "self_scoring.file_undone",
    _("took back an Excel file, {count} criteria of the sheet of {subject}"),
)

ANSWERS = "sheet_answers"  # the kind of staged file


def apply_answers(*, by: Actor, staged: StagedFile, over: bool = False) -> dict[str, Answer]:
    """Answer a sheet as a staged file says, all of it or nothing; returns the answers that changed.

    `over`: what others changed since the file was given out may be replaced where the file changed the same. Raises
    `Changed` without it, and when the sheet was changed since the file was compared with it; ValidationError when the
    file changes nothing, and with the lock.
    """
    changed: dict[str, Answer] = apply(by=by, staged=staged, ready=over)
    return changed


def open_sheet(by: Actor, about: str) -> HeldSheet:
    """Return the sheet of which `about` is the id, held to be filled in. Raises `NotPermitted`, ValidationError."""
    sheet = whole_sheets().filter(pk=int(about)).first() if about.isdecimal() else None
    if sheet is None:
        raise ValidationError(_("The sheet is not there any more."))
    return hold_to_edit(by, sheet, timezone.now())


def version_of(held: HeldSheet) -> str:
    """Return the version of a held sheet."""
    return str(held.sheet.version)


def write_answers(by: Actor, held: HeldSheet, staged: StagedFile, over: bool | None) -> dict[str, Answer]:
    """Write what a staged file says into its sheet, and record it; see `apply_answers`."""
    cells = differences_in(staged)
    if not cells:
        raise ValidationError(_("The file changes nothing."))
    clashes = [one for one in cells if one.is_clash]
    if clashes and not over:
        raise Changed(seen=[one.base for one in clashes], now=clashes)
    changed = write_block(by, held, _block(held, cells, {one: one.mine for one in cells}), timezone.now())
    _record(by, APPLIED, held, staged, changed)
    return changed


def write_back(by: Actor, held: HeldSheet, staged: StagedFile) -> dict[str, Answer]:
    """Give every cell that an applied file wrote exactly what it held before, and record it.

    Raises `Changed` with the cells that were changed since.
    """
    cells = differences_in(staged)
    answers = answers_to(held, {one.leaf for one in cells})
    touched = [one for one in cells if part_of(content_of(answers.get(one.leaf)), one.part) != one.mine]
    if touched:
        raise Changed(seen=[one.mine for one in touched], now=touched)
    changed = write_block(by, held, _block(held, cells, {one: one.theirs for one in cells}), timezone.now())
    _record(by, UNDONE, held, staged, changed)
    return changed


def record_given_up(by: Actor, held: HeldSheet, staged: StagedFile) -> None:
    """Record that a file is forgotten before it was applied."""
    _record(by, GIVEN_UP, held, staged, {})


def differences_in(staged: StagedFile) -> list[CellDifference]:
    """Return the cells that a staged file changes."""
    return [CellDifference(*one) for one in staged.difference]


def _block(
    held: HeldSheet, cells: Iterable[CellDifference], texts: Mapping[CellDifference, str]
) -> dict[str, TypedBlock]:
    """Return what is to be typed into each leaf; the sheet is held and was compared in this version, so that what
    stands there is what was seen."""
    typed: dict[str, dict[str, Any]] = defaultdict(lambda: {"figures": {}})
    for one in cells:
        if one.part.startswith("figure-"):
            typed[one.leaf]["figures"][one.part.removeprefix("figure-")] = texts[one]
        else:
            typed[one.leaf][one.part] = texts[one]
    present = answers_to(held, typed)
    return {
        leaf: TypedBlock(TypedAnswer(**what, decimal=None), content_of(present.get(leaf)).version)
        for leaf, what in typed.items()
    }


def _record(by: Actor, what: str, held: HeldSheet, staged: StagedFile, wrote: Mapping[str, Answer]) -> None:
    facts = {"stored": staged.file_id, "sha256": staged.file.sha256, "count": len(wrote)}
    record(
        by=by,
        verb=what,
        subject=held.participant.name,
        subject_id=held.sheet.pk,
        facts={**facts, "answers": facts_of(wrote)} if wrote else facts,
        wrote=wrote.values(),
    )
