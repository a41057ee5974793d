"""The survey of the running year in the field: forms handed out to communes and deputies, some back by every way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from cchc.access.actor import Actor
from cchc.accounts.models import Membership
from cchc.accounts.queries import actor_of
from cchc.core.surveys.questionnaires.values import ItemKind, QuestionSet
from cchc.cycles.models import Cycle
from cchc.demo.answering import FormToFill, filled
from cchc.fieldwork.actions.assigning import HandingOut, hand_out_missing
from cchc.fieldwork.actions.batching import close_batch, make_batches
from cchc.fieldwork.actions.keying import key_form
from cchc.fieldwork.actions.outcomes import make_void, note_no_answer, send_out
from cchc.fieldwork.actions.paying import list_payments
from cchc.fieldwork.actions.receiving import SubmittedForm, receive_form
from cchc.fieldwork.models import (
    AssignmentState,
    BatchForm,
    CollectingMode,
    FieldAssignment,
    SubmissionSource,
    VoidReason,
)
from cchc.fieldwork.queries.batches import batch_standings
from cchc.fieldwork.queries.handing_out import HandedTo, enumerators_on, missing_forms
from cchc.portal.actions.feedback import visitor
from cchc.surveys.actions.states import start_collecting
from cchc.surveys.actions.surveys import (
    CellOf,
    SurveyTexts,
    ask_group,
    choose_units,
    create_survey,
    set_quotas,
)
from cchc.surveys.models import QuestionnaireVersion, Survey, SurveyPurpose
from cchc.surveys.queries.comparing import questions_in
from cchc.units.models import Unit

UNITS = 20
PEOPLE, DEPUTIES = "Người dân", "Đại biểu Hội đồng nhân dân cấp tỉnh"
DOUBLED, DONG_FOR_A_FORM = 20, 12_000
BEGAN, LASTS = 13, 25  # days of collecting that have gone, and all of them


class CollectingChannel(NamedTuple):
    """A channel by which people of a commune are asked: its name, its mode, by which door answers come, how many forms
    each commune has, and which share of them is back in a commune that goes well."""

    channel: str
    mode: CollectingMode
    source: SubmissionSource
    wanted: int
    back: float


WAYS = (
    CollectingChannel("Bưu điện", CollectingMode.PAPER, SubmissionSource.KEYED, 6, 0.7),
    CollectingChannel("Trực tuyến", CollectingMode.ONLINE, SubmissionSource.ONLINE, 3, 0.55),
    CollectingChannel("Phỏng vấn trực tiếp", CollectingMode.INTERVIEW, SubmissionSource.APP, 3, 0.6),
)
DEPUTY_FORMS, DEPUTIES_BACK = 12, 4
BEHIND = 5  # every so manyth commune has hardly anything back
REFUSED = ("Không muốn trả lời", "Bận, hẹn nhiều lần không gặp")


def load_fieldwork(
    cycle: Cycle, issued: Mapping[str, QuestionnaireVersion], today: date, *, by: Actor
) -> Survey:
    """Hold the survey about communes of the year of `cycle` up to the middle of its collecting."""
    survey = _collecting(cycle, issued, today, by=by)
    chosen = HandingOut(
        to=HandedTo.QUOTAS,
        modes={(PEOPLE, one.channel): one.mode for one in WAYS} | {(DEPUTIES, ""): CollectingMode.ONLINE},
        enumerators=list(enumerators_on(today)),
    )
    count = sum(one.count for one in missing_forms(survey, HandedTo.QUOTAS))
    forms = hand_out_missing(by=by, survey=survey, chosen=chosen, seen=count)
    began = today - timedelta(days=BEGAN)
    send_out(by=by, survey=survey, forms=[one.pk for one in forms if one.number % 11], on=began)
    make_batches(by=by, survey=survey, doubled=DOUBLED)
    out = survey.assignments.select_related("form", "unit").order_by("number")
    _answer(survey, out[: len(forms) // 2], today, by=by)
    list_payments(by=by, survey=survey, each=DONG_FOR_A_FORM)
    _answer(survey, out[len(forms) // 2 :], today, by=by)
    _lose_some(survey, by=by)
    _finish_batches(survey, by=by)
    return survey


def _collecting(
    cycle: Cycle, issued: Mapping[str, QuestionnaireVersion], today: date, *, by: Actor
) -> Survey:
    began = today - timedelta(days=BEGAN)
    texts = SurveyTexts(
        name=f"Khảo sát sự hài lòng đối với sự phục vụ của cấp xã năm {cycle.year}",
        year=cycle.year,
        purpose=SurveyPurpose.SIPAS,
        minimum_answers=5,
        collects_from=began,
        collects_until=began + timedelta(days=LASTS - 1),
    )
    survey = create_survey(by=by, texts=texts)
    taking_part = cycle.participants.filter(unit__kind="commune").values("unit")
    units = list(Unit.objects.filter(pk__in=taking_part).order_by("sort_key")[::3][:UNITS])
    choose_units(by=by, survey=survey, units=units)
    ask_group(by=by, survey=survey, group=PEOPLE, version=issued["sipas"])
    ask_group(by=by, survey=survey, group=DEPUTIES, version=issued["hdnd_xa"])
    targets = {CellOf(unit.pk, PEOPLE, way.channel): way.wanted for unit in units for way in WAYS}
    set_quotas(by=by, survey=survey, targets={**targets, CellOf(None, DEPUTIES, ""): DEPUTY_FORMS})
    return start_collecting(by=by, survey=survey)


def _answer(survey: Survey, forms: Iterable[FieldAssignment], today: date, *, by: Actor) -> None:
    """Let answers come of forms: by each way its share, few from every fifth commune, spread over the days."""
    units = [one.unit for one in survey.rated.select_related("unit").order_by("unit__sort_key")]
    slow = {one.pk for one in units[::BEHIND]}
    sources = {one.channel: one.source for one in WAYS}
    back = {one.channel: one.back for one in WAYS}
    asking = {
        one.pk: actor_of(one)
        for one in Membership.objects.filter(role="enumerator").select_related("person", "unit")
    }
    questions = {
        one.respondent_group: questions_in(one.version) for one in survey.forms.select_related("version")
    }
    deputies = 0
    returned = []
    for form in forms:
        chance = Random(f"thu phiếu {form.number}")  # noqa: S311 - repeatable
        group = form.form.respondent_group
        if form.unit_id is None:
            deputies += 1
            if deputies > DEPUTIES_BACK:
                continue
        elif chance.random() > back[form.channel] * (0.2 if form.unit_id in slow else 1):
            continue
        source = sources.get(form.channel, SubmissionSource.ONLINE)
        actors = {SubmissionSource.ONLINE: visitor(), SubmissionSource.KEYED: by}
        actor = actors.get(source) or asking[form.enumerator_id or 0]
        about = [form.unit] if form.unit else units
        texts = {one.pk: dict(_texts(questions[group], form, one.name)) for one in about}
        receive_form(
            by=actor, assignment=form, sent=SubmittedForm(f"mau-{survey.pk}-{form.number}", 1, texts, source)
        )
        form.returned_on = today - timedelta(days=chance.choice(range(1, BEGAN)))
        returned.append(form)
    # The act knows no other day than that on which it is done: those of the demonstration lie behind it.
    FieldAssignment.objects.bulk_update(returned, ["returned_on"])


def _texts(questions: QuestionSet, form: FieldAssignment, unit: str) -> Iterator[tuple[str, str]]:
    """Yield what a respondent says of a unit: items and words."""
    seen = 0.7 + 0.25 * Random(unit).random()  # noqa: S311 - repeatable
    words = filled(questions, FormToFill(f"{form.number}", form.form.respondent_group, unit, seen))
    yield from ((item.code, text) for item, text in zip(questions.items, words, strict=True) if text)


def _finish_batches(survey: Survey, *, by: Actor) -> None:
    """Close the batches of paper forms that are complete, and have a form keyed by two people who differ."""
    for standing in batch_standings(survey.batches.all()):
        batch = standing.batch
        if not standing.count.open:
            close_batch(by=by, batch=batch, counted=standing.count, seen_version=batch.version)
    doubled = BatchForm.objects.filter(
        batch__survey=survey, is_doubled=True, assignment__state=AssignmentState.SENT
    ).order_by("assignment__number")
    form = doubled.select_related("assignment__form__version", "assignment__unit")[0].assignment
    questions = questions_in(form.form.version)
    texts = dict(_texts(questions, form, str(form.unit)))
    slip = next(item for item in questions.items if item.code in texts and item.kind is ItemKind.SCALE)
    said = texts[slip.code]  # by its code or its words
    other = next(option.code for option in slip.options if said not in (option.code, option.text))
    people = Membership.objects.filter(role__in=("survey_staff", "coordinator")).order_by("pk")
    for person, keyed in zip(
        people.select_related("person", "unit"), (texts, texts | {slip.code: other}), strict=False
    ):
        key = f"mau-{survey.pk}-nhap-{person.pk}"
        key_form(by=actor_of(person), assignment=form, keyed={form.unit_id or 0: keyed}, key=key)


def _lose_some(survey: Survey, *, by: Actor) -> None:
    """Note a few forms whose respondents refused or were not reached, and make one form void."""
    out = list(survey.assignments.filter(state=AssignmentState.SENT).exclude(unit=None).order_by("number"))
    refused, not_reached, lost = out[5::29], out[11::37], out[17:18]
    note_no_answer(
        by=by,
        survey=survey,
        forms=[one.pk for one in refused],
        state=AssignmentState.REFUSED,
        reason=REFUSED[0],
    )
    note_no_answer(
        by=by,
        survey=survey,
        forms=[one.pk for one in not_reached if one not in refused],
        state=AssignmentState.NOT_REACHED,
        reason=REFUSED[1],
    )
    make_void(by=by, survey=survey, forms=[one.pk for one in lost], reason=VoidReason.LOST)
