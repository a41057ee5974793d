"""What the report of back-checks says, gathered from draws and what they came to."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from cchc.access.actor import Actor
from cchc.core.surveys.back_checks import together
from cchc.core.words.names import name_inside_a_sentence
from cchc.fieldwork.exchange.back_check_report import BackCheckReport, ReportedEnumerator, ReportedItem
from cchc.fieldwork.models import BackCheck
from cchc.fieldwork.queries.checking import RULE, checks_of, items_checked
from cchc.surveys.models import Survey, SurveyState
from cchc.surveys.queries.report import sender_of

ALONE = "Người trả lời tự điền phiếu"


def back_checks_reported(actor: Actor, survey: Survey, body: int | None, today: date) -> BackCheckReport:
    """Return the report of all back-checks of a survey, or of those by one supervising body, as the unit of `actor`
    would send it; in Vietnamese."""
    with override(settings.LANGUAGE_CODE):
        checks = checks_of(survey, body)
        draws = BackCheck.objects.filter(survey=survey).select_related("body")
        draws = draws if body is None else draws.filter(body=body)
        return BackCheckReport(
            survey=name_inside_a_sentence(survey.name),
            **sender_of(actor),
            on=today,
            draws=tuple(_draw(one) for one in draws),
            people=tuple(
                ReportedEnumerator(one.name or ALONE, one.unit, one.returned, one.drawn, one.counts)
                for one in checks
            ),
            items=tuple(
                ReportedItem(
                    one.item.number, one.item.text, one.kind, one.compared, one.same, one.near, one.different
                )
                for one in items_checked(survey, body)
            ),
            whole=together([one.counts for one in checks]),
            rule=RULE,
            is_provisional=survey.state != SurveyState.CLOSED,
        )


def _draw(one: BackCheck) -> str:
    return (
        f"Lần rút thứ {one.number} ngày {timezone.localtime(one.at):%d/%m/%Y}, giao {one.body.name}: {one.share} % số "
        f"phiếu thu về của mỗi điều tra viên, ít nhất {one.least} phiếu, mã rút “{one.seed}”."
    )
