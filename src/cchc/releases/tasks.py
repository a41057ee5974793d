"""What the worker does for releases."""

from django_tasks import task

from cchc.documents.actions.prepared import make_file
from cchc.releases.queries.papers import letters_content


@task()
def make_letters(prepared_id: int) -> None:
    """Make the letters to all units of a release."""
    make_file(prepared_id=prepared_id, maker=letters_content)
