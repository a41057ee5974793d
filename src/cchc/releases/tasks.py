"""What the worker does for releases."""

from django_tasks import task

from cchc.documents.actions.prepared import make_file
from cchc.releases.actions.publishing import publish_ordered
from cchc.releases.models import Publication
from cchc.releases.queries.papers import letters_content


@task()
def make_letters(prepared_id: int) -> None:
    """Make the letters to all units of a release."""
    make_file(prepared_id=prepared_id, maker=letters_content)


@task()
def publish(publication_id: int) -> None:
    """Make the draft of an order public; one that was obeyed, refused or thrown away meanwhile is let be."""
    waiting = Publication.objects.filter(state=Publication.State.WAITING).select_related("release")
    publication = waiting.filter(pk=publication_id).first()
    if publication is not None:
        publish_ordered(publication=publication)
