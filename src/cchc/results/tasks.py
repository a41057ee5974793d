"""What the worker does for results."""

from django_tasks import task

from cchc.documents.actions.prepared import Maker, make_file
from cchc.documents.models import PreparedFile
from cchc.results.queries.files import annex_content, ranking_content, template_content


@task()
def make_ranking(prepared_id: int) -> None:
    """Make the workbook of a ranking."""
    _make(prepared_id, ranking_content)


@task()
def make_annex(prepared_id: int) -> None:
    """Make the annex of the decision that announces a ranking."""
    _make(prepared_id, annex_content)


@task()
def make_template(prepared_id: int) -> None:
    """Make the empty points file of a cycle."""
    _make(prepared_id, template_content)


def _make(prepared_id: int, maker: Maker) -> None:
    """Make a file that was asked for; one that was thrown away meanwhile is let be."""
    prepared = PreparedFile.objects.filter(pk=prepared_id).first()
    if prepared is not None:
        make_file(prepared=prepared, maker=maker)
