"""What the worker does for results."""

from django_tasks import task

from cchc.documents.actions.prepared import make_file
from cchc.results.queries.files import annex_content, ranking_content


@task()
def make_ranking(prepared_id: int) -> None:
    """Make the workbook of a ranking."""
    make_file(prepared_id=prepared_id, maker=ranking_content)


@task()
def make_annex(prepared_id: int) -> None:
    """Make the annex of the decision that announces a ranking."""
    make_file(prepared_id=prepared_id, maker=annex_content)
