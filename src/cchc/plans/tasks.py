"""What the worker does for plans."""

from __future__ import annotations

from django_tasks import task

from cchc.documents.actions.prepared import make_file
from cchc.plans.queries.printed import pdf_content, word_content
from cchc.plans.queries.red_pen import marked_content
from cchc.plans.queries.sheets import sheet_content


@task()
def make_sheet(prepared_id: int) -> None:
    """Make the Excel table of a plan that was asked for."""
    make_file(prepared_id=prepared_id, maker=sheet_content)


@task()
def make_marked(prepared_id: int) -> None:
    """Make the file of a plan with what was found in its margin that was asked for."""
    make_file(prepared_id=prepared_id, maker=marked_content)


@task()
def make_plan_word(prepared_id: int) -> None:
    """Make the Word file of a plan that was asked for."""
    make_file(prepared_id=prepared_id, maker=word_content)


@task()
def make_plan_pdf(prepared_id: int) -> None:
    """Make the PDF of a plan that was asked for."""
    make_file(prepared_id=prepared_id, maker=pdf_content)
