"""What the worker does for plans that are followed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django_tasks import task

from cchc.documents.actions.prepared import make_file
from cchc.documents.consequences import template_now
from cchc.documents.queries.prepared import OutdatedFile
from cchc.following.exchange.urging import URGING, standard_urging_letter
from cchc.following.queries.amended_papers import amended_pdf, amended_word
from cchc.following.queries.report_files import report_pdf
from cchc.following.queries.urging import letters_archive, letters_for, state_of, urged_units
from cchc.plans.models import Plan


@task()
def make_urging_letters(prepared_id: int) -> None:
    """Make the letters to all late units of a plan."""
    make_file(prepared_id=prepared_id, maker=urging_letters_content)


@task()
def make_amended_word(prepared_id: int) -> None:
    """Make the Word file of what was amended of a plan."""
    make_file(prepared_id=prepared_id, maker=amended_word)


@task()
def make_amended_pdf(prepared_id: int) -> None:
    """Make the PDF of what was amended of a plan."""
    make_file(prepared_id=prepared_id, maker=amended_pdf)


@task()
def make_report_pdf(prepared_id: int) -> None:
    """Make the PDF of a periodic report that was asked for."""
    make_file(prepared_id=prepared_id, maker=report_pdf)


def urging_letters_content(about: Mapping[str, Any]) -> bytes:
    """Return the letters to all late units of a plan as a .zip. Raises `OutdatedFile` when they are not those that were
    asked for any more."""
    plan = Plan.objects.filter(pk=about["plan"]).select_related("unit", "document").first()
    if plan is None:
        raise OutdatedFile
    today, days = date.fromisoformat(about["today"]), about["days"]
    template = template_now(URGING, standard_urging_letter)
    if state_of(plan, today, days, template) != about["state"]:
        raise OutdatedFile
    return letters_archive(letters_for(plan, urged_units(plan, today, days), today, days), template)
