"""What respondents read and agree to."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from cchc.fieldwork.models import Fieldwork
from cchc.surveys.models import Survey


def usual_consent(survey: Survey) -> str:
    """Return the usual words by which somebody agrees to answer a survey, in Vietnamese: paragraphs parted by lines."""
    with translation.override("vi"):
        return "\n".join(
            (
                _("You are invited to answer the survey “{survey}”.").format(survey=survey.name),
                _(
                    "Taking part is voluntary. You may leave any question open, and stop at any time before you "
                    "send the form; what is not sent does not count."
                ),
                _(
                    "Nobody asks for your name here. Your answers are put together with those of others and used "
                    "only to measure how public bodies serve people."
                ),
                _(
                    "Until the survey is closed the code tells which forms have come back. When it is closed, what "
                    "joins codes and answers is deleted for good: nobody can tell any more who answered what."
                ),
            )
        )


def written_consent(survey: Survey) -> str:
    """Return the words that were written for a survey, else the usual ones."""
    row = Fieldwork.objects.filter(survey=survey).first()
    return row.consent if row is not None and row.consent else usual_consent(survey)


def consent_of(survey: Survey) -> str:
    """Return what respondents of a survey agree to: the words, and until when what names people is kept, where that was
    said."""
    return with_last_day(written_consent(survey), survey)


def with_last_day(words: str, survey: Survey) -> str:
    """Return words of consent with the day after which what names people is deleted, where one was said."""
    kept = Fieldwork.objects.filter(survey=survey).values_list("kept_until", flat=True).first()
    if kept is None:
        return words
    with translation.override("vi"):
        until = _("What names people in the lists of this survey is deleted after {day}.")
        return f"{words}\n{until.format(day=f'{kept:%d/%m/%Y}')}"
