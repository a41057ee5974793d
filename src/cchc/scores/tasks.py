"""What the worker does for scores."""

from django_tasks import task

from cchc.documents.actions.prepared import make_file
from cchc.scores.queries.form import template_content


@task()
def make_template(prepared_id: int) -> None:
    """Make the empty points file of a cycle."""
    make_file(prepared_id=prepared_id, maker=template_content)
