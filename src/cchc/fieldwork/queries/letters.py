"""Which forms can be sent to their respondents by e-mail, and how those that were stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, QuerySet

from cchc.core.surveys.codes import numbered_form
from cchc.fieldwork.models import CodeLetter, CollectingMode, FieldAssignment
from cchc.fieldwork.queries.forms import STILL_OUT, forms_of, respondent_of
from cchc.surveys.models import Survey

State = CodeLetter.State
FAILED = (State.REFUSED, State.GIVEN_UP)
MOST_NAMED = 50  # forms whose letters did not arrive


def answered_online(survey: Survey) -> QuerySet[FieldAssignment]:
    """The forms of a survey that are out and whose respondents fill them online, by number; tests are left aside."""
    return forms_of(survey).filter(mode=CollectingMode.ONLINE, state__in=STILL_OUT, is_test=False)


def forms_to_mail(survey: Survey) -> list[FieldAssignment]:
    """Those of them whose respondents have an address in the frame and were sent no letter with the code that counts
    now; what was given up or not needed any more may be sent again."""
    done = CodeLetter.objects.filter(
        assignment=OuterRef("pk"),
        issue=OuterRef("issue"),
        state__in=(State.WAITING, State.SENDING, State.SENT, State.REFUSED),
    )
    rows = answered_online(survey).filter(~Exists(done), case__row__isnull=False)
    return [one for one in rows if respondent_of(one).mail]


@dataclass(frozen=True, slots=True)
class LettersStanding:
    """How the letters of a survey stand: how many may be sent, for how many forms no address is known, how many wait
    and were sent, and the numbers of forms whose letters did not arrive, each with what the mail server answered."""

    to_send: int
    without_address: int
    waiting: int
    sent: int
    failed: Sequence[tuple[str, str]]


def letters_standing(survey: Survey) -> LettersStanding:
    """How the letters of a survey stand; only the last code of each form counts."""
    letters = CodeLetter.objects.filter(assignment__survey=survey, issue=F("assignment__issue"))
    states: Counter[str] = Counter(letters.order_by().values_list("state", flat=True))
    failed = letters.filter(state__in=FAILED).order_by("assignment__number")
    named = failed.values_list("assignment__number", "fault")[:MOST_NAMED]
    out = answered_online(survey)
    return LettersStanding(
        to_send=len(forms_to_mail(survey)),
        without_address=sum(not respondent_of(one).mail for one in out),
        waiting=states[State.WAITING] + states[State.SENDING],
        sent=states[State.SENT],
        failed=[(numbered_form(number), fault) for number, fault in named],
    )
