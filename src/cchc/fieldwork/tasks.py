"""What the worker does for fieldwork: print packs of batches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django_tasks import task

from cchc.documents.actions.prepared import make_file
from cchc.documents.queries.prepared import OutdatedFile
from cchc.fieldwork.actions.assigning import code_of
from cchc.fieldwork.exchange.pack import PaperPack, PrintedForm, answering_address, pack_pdf
from cchc.fieldwork.models import PaperBatch
from cchc.fieldwork.queries.printing import forms_printed, pack_state, printed_names
from cchc.surveys.queries.questionnaires import questions_in

FONTS = "@fontsource/be-vietnam-pro/files"
"""Where npm has put the letters of the pages."""


@task()
def make_pack(prepared_id: int) -> None:
    """Make the print pack of a batch."""
    make_file(prepared_id=prepared_id, maker=pack_content)


def pack_content(about: Mapping[str, Any]) -> bytes:
    """Return the print pack of a batch as PDF. Raises `OutdatedFile` when another than the one that was asked for would
    be printed by now."""
    batch = PaperBatch.objects.select_related("survey", "unit").filter(pk=about["batch"]).first()
    if batch is None or pack_state(batch) != about["state"]:
        raise OutdatedFile
    return pack_pdf(pack_of(batch, about["home"]), settings.NODE_MODULES / FONTS)


def pack_of(batch: PaperBatch, home: str) -> PaperPack:
    """Return what is printed of a batch; `home` is the address of the platform."""
    survey, forms = batch.survey, forms_printed(batch)
    names = printed_names(batch)
    return PaperPack(
        survey=survey.name,
        year=survey.year,
        batch=batch.number,
        unit=batch.unit.name if batch.unit else "",
        enumerator=names.enumerator,
        until=survey.collects_until,
        consent=names.consent,
        questionnaires={one.form.respondent_group: questions_in(one.form.version) for one in forms},
        forms=tuple(
            PrintedForm(
                number=one.number,
                code=(code := code_of(one)),
                address=answering_address(home, code),
                units=(one.unit.name,) if one.unit else names.rated,
                group=one.form.respondent_group,
            )
            for one in forms
        ),
    )
