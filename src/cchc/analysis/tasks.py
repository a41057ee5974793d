"""What the worker does for the analysis of results."""

from django_tasks import task

from cchc.analysis.queries.report_files import analysis_word
from cchc.documents.actions.prepared import make_file


@task()
def make_analysis_word(prepared_id: int) -> None:
    """Make the report that analyses the results of a peer group."""
    make_file(prepared_id=prepared_id, maker=analysis_word)
