"""The staged files of this room: table files of units, and of their figures per year."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.changed import Changed
from cchc.audit.locks import alone_in
from cchc.core.words.messages import Faults
from cchc.intake.kinds import Brought, Compared, StagedKind
from cchc.intake.models import StagedFile
from cchc.units.actions import import_units, record_given_up, units_preview
from cchc.units.actions.figures import import_figures, record_figures_given_up
from cchc.units.actions.reading_figures import figures_from_json, figures_preview, rows_of_figures
from cchc.units.actions.trying import rows_as_json, rows_from_json
from cchc.units.exchange.figures import FIGURES_FILE
from cchc.units.exchange.units import UNITS_FILE
from cchc.units.models import Unit, UnitFigure


def _compare(brought: Brought) -> Compared:
    """Return the effect of each row of a file; `seen` is the fingerprint of the preview."""
    read = UNITS_FILE.read(brought.data, brought.name)
    preview = units_preview(brought.by, read)
    if preview.faults:
        raise Faults(preview.faults)
    return Compared(preview.difference, rows_as_json(read), preview.counts, preview.fingerprint)


def _open(by: Actor, _about: str) -> None:
    by.require(Permission.UNIT_MANAGE)
    alone_in(Unit)


def _apply(by: Actor, _target: None, staged: StagedFile, _ready: None) -> list[Unit]:
    """Write the rows of the file. Raises `Changed` when their effect would be another by now."""
    preview = units_preview(by, rows_from_json(staged.read, staged.file.name))
    if preview.fingerprint != staged.seen:
        raise Changed(seen=staged.difference, now=preview.difference)
    return import_units(by=by, changes=preview.changes, file=staged.file.name, sha256=staged.file.sha256)


def _give_up(by: Actor, _target: None, staged: StagedFile) -> None:
    record_given_up(by=by, file=staged.file.name, sha256=staged.file.sha256)


UNITS: StagedKind[None] = StagedKind(
    code="units", compare=_compare, open=_open, apply=_apply, give_up=_give_up
)


def _compare_figures(brought: Brought) -> Compared:
    """Return the figures that a file would change, each with what there is."""
    read = FIGURES_FILE.read(brought.data, brought.name)
    preview = figures_preview(read)
    if preview.faults:
        raise Faults(preview.faults)
    return Compared(preview.difference, rows_of_figures(read), preview.counts, preview.fingerprint)


def _open_figures(by: Actor, _about: str) -> None:
    by.require(Permission.FIGURE_EDIT)
    alone_in(UnitFigure)


def _apply_figures(by: Actor, _target: None, staged: StagedFile, _ready: None) -> list[UnitFigure]:
    """Write the figures of the file. Raises `Changed` when their effect would be another by now."""
    preview = figures_preview(figures_from_json(staged.read, staged.file.name))
    if preview.faults or preview.fingerprint != staged.seen:
        raise Changed(seen=staged.difference, now=preview.difference)
    return import_figures(by=by, cells=preview.cells, file=staged.file.name, sha256=staged.file.sha256)


def _give_up_figures(by: Actor, _target: None, staged: StagedFile) -> None:
    record_figures_given_up(by=by, file=staged.file.name, sha256=staged.file.sha256)


FIGURES: StagedKind[None] = StagedKind(
    code="unit_figures",
    compare=_compare_figures,
    open=_open_figures,
    apply=_apply_figures,
    give_up=_give_up_figures,
)
KINDS = (UNITS, FIGURES)
