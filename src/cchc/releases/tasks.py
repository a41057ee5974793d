"""What the worker does for releases."""

from django_tasks import task

from cchc.documents.actions.prepared import make_file
from cchc.releases.actions.preparing import prepare_ordered
from cchc.releases.actions.publishing import publish_ordered
from cchc.releases.models import Preparation, Publication, WorkOrder
from cchc.releases.queries.papers import letters_content


@task()
def make_letters(prepared_id: int) -> None:
    """Make the letters to all units of a release."""
    make_file(prepared_id=prepared_id, maker=letters_content)


@task()
def prepare(preparation_id: int) -> None:
    """Prepare the release of an order; one that was obeyed or refused is let be."""
    waiting = Preparation.objects.filter(state=WorkOrder.State.WAITING)
    preparation = waiting.select_related("cycle", "file").filter(pk=preparation_id).first()
    if preparation is not None:
        prepare_ordered(preparation=preparation)


@task()
def publish(publication_id: int) -> None:
    """Make the draft of an order public; one that was obeyed, refused or thrown away meanwhile is let be."""
    waiting = Publication.objects.filter(state=WorkOrder.State.WAITING).select_related("release")
    publication = waiting.filter(pk=publication_id).first()
    if publication is not None:
        publish_ordered(publication=publication)
