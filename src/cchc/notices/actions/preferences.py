"""How a person wants to hear by e-mail."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.accounts.actions.people import change_own_email
from cchc.accounts.models import Person
from cchc.audit.actions import record
from cchc.audit.verbs import FactWords, label_of, say_facts, verb
from cchc.notices.models import ByMail, Preference
from cchc.notices.queries.letters import wish_of

PREFERENCE_CHANGED = verb("notices.preference_changed", _("chose how to hear by e-mail: {how}"))
say_facts("notices", how=FactWords(_("Letters"), label_of(ByMail.choices)))


@transaction.atomic
def change_preference(*, by: Actor, person: Person, email: str, how: ByMail) -> None:
    """Store the own e-mail address and how often letters come; `by` must be this person.

    The address and the wish are two records in the log, each only where it changed.
    """
    change_own_email(by=by, person=person, email=email)
    if wish_of(person) is how:
        return
    values = {"by_mail": how is not ByMail.NEVER, "digest": how is not ByMail.AT_ONCE}
    Preference.objects.update_or_create(person=person, defaults=values)
    facts = {"how": how.value}
    record(by=by, verb=PREFERENCE_CHANGED, subject=person.name, subject_id=person.pk, facts=facts)
