"""What respondents are told before they agree, and links by which anybody may answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.changed import Changed
from cchc.audit.locks import hold
from cchc.audit.verbs import verb
from cchc.core.surveys.codes import DRAWN_SIGNS, respondent_code
from cchc.core.words.names import text_key
from cchc.fieldwork.models import Fieldwork, LinkAbout, OpenLink
from cchc.fieldwork.policies import may_manage_fieldwork
from cchc.surveys.models import Survey, SurveyForm, SurveyState
from cchc.units.models import Unit

CONSENT_WRITTEN = verb("fieldwork.consent_written", _("wrote what respondents of “{subject}” agree to"))
LINK_OPENED = verb("fieldwork.link_opened", _("opened link no. {number} of “{subject}” to anybody"))
LINK_CLOSED = verb("fieldwork.link_closed", _("closed link no. {number} of “{subject}”"))
LINK_OPENED_AGAIN = verb("fieldwork.link_opened_again", _("opened link no. {number} of “{subject}” again"))


def _key(survey: int, number: int) -> str:
    """What names a link in its address, which nobody finds by counting: made like the code of a form, with another
    secret."""
    secret = f"{settings.SECRET_KEY}/open link".encode()
    return respondent_code(secret, survey, number)[:DRAWN_SIGNS].lower()


@dataclass(frozen=True, slots=True)
class LinkWanted:
    """An open link that is wanted: which form, about which units, by which channel it counts."""

    form: SurveyForm
    about: LinkAbout
    channel: str
    unit: Unit | None = None
    is_test: bool = False


@transaction.atomic
def write_consent(*, by: Actor, survey: Survey, text: str, seen: int) -> Fieldwork:
    """Write what respondents read and agree to before the first question; "" takes the usual words. `seen` is the
    version that the page showed.

    Raises `NotPermitted`, and `Changed` when somebody acted meanwhile. What stands already is not written again.
    """
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(Survey.objects.all(), survey.pk)
    row, _is_new = Fieldwork.objects.get_or_create(survey=held)
    if row.version != seen:
        raise Changed(seen=seen, now=row.version)
    words = text.strip()
    if words == row.consent:
        return row
    row.consent = words
    row.version += 1
    row.save(update_fields=["consent", "version"])
    record(by=by, verb=CONSENT_WRITTEN, subject=held.name, subject_id=held.pk, facts={"text": words})
    return row


@transaction.atomic
def open_link(*, by: Actor, survey: Survey, wanted: LinkWanted) -> OpenLink:
    """Make a link by which anybody may answer.

    Raises `NotPermitted`, and ValidationError unless the survey collects, where the unit is not rated, and where the
    channel is one of the quotas: what comes by a link is counted apart.
    """
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(Survey.objects.all(), survey.pk)
    if held.state != SurveyState.COLLECTING:
        raise ValidationError(_("Links are opened while the survey collects answers."))
    if wanted.form.survey_id != held.pk:
        raise ValidationError(_("This group is not asked in the survey."))
    if (wanted.about == LinkAbout.ONE) != (wanted.unit is not None):
        raise ValidationError(_("Choose the unit about which is answered."))
    if wanted.unit is not None and not held.rated.filter(unit=wanted.unit).exists():
        raise ValidationError(_("“%(unit)s” is not rated."), params={"unit": wanted.unit.name})
    channels = {text_key(one) for one in held.quota_cells.values_list("channel", flat=True)}
    if not wanted.channel.strip() or text_key(wanted.channel) in channels:
        raise ValidationError(
            _("What comes by this link needs a channel of its own, of which no quota is set.")
        )
    number = (held.open_links.aggregate(last=Max("number"))["last"] or 0) + 1
    row = OpenLink.objects.create(
        survey=held,
        number=number,
        form=wanted.form,
        about=wanted.about,
        unit=wanted.unit,
        channel=wanted.channel.strip(),
        key=_key(held.pk, number),
        is_test=wanted.is_test,
    )
    facts = {"number": number, "channel": row.channel}
    record(by=by, verb=LINK_OPENED, subject=held.name, subject_id=held.pk, facts=facts)
    return row


@transaction.atomic
def turn_link(*, by: Actor, link: OpenLink, is_open: bool) -> OpenLink:
    """Close a link to new forms, or open it again; forms that were begun go on. Done already nothing changes.

    Raises `NotPermitted`.
    """
    if not may_manage_fieldwork(by):
        raise NotPermitted(Permission.FIELDWORK_MANAGE)
    held = hold(OpenLink.objects.select_related("survey"), link.pk)
    if held.is_open == is_open:
        return held
    held.is_open = is_open
    held.save(update_fields=["is_open"])
    what = LINK_OPENED_AGAIN if is_open else LINK_CLOSED
    facts = {"number": held.number}
    record(by=by, verb=what, subject=held.survey.name, subject_id=held.survey_id, facts=facts)
    return held
