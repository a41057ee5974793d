"""Filled forms and their answers: each holds what the design says of it, so that no estimate asks who it was."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cchc.audit.models import ByLine
from cchc.core.words.lengths import MOST


class ResponseState(models.TextChoices):
    """What became of a filled form."""

    RECEIVED = "received", _("Form received")
    ACCEPTED = "accepted", _("Form accepted")
    REJECTED = "rejected", _("Form rejected")
    VOID = "void", _("Form void")


class ResponseReason(models.TextChoices):
    """Why a filled form does not count."""

    INCOMPLETE = "incomplete", _("too little of it is answered")
    TWICE = "twice", _("the same person answered twice")
    NOT_MEANT = "not_meant", _("the person is not among those who are asked")
    UNRELIABLE = "unreliable", _("the answers cannot be relied on")
    BACK_CHECK = "back_check", _("the back-check did not confirm it")
    WITHDRAWN = "withdrawn", _("the person has withdrawn it")
    WRONG_UNIT = "wrong_unit", _("it is about another unit")
    WRONG_FILE = "wrong_file", _("it came with a wrong file")


class Response(models.Model):
    """One filled form, as far as it is about one unit. `key` names it; `form_key` is what its file calls the form,
    which several of them share where one person rates several units on it. `answers` holds what was answered, one text
    for each item as `core.surveys.questionnaires.answers.stored_answers` says; an item without an answer is not there.

    Rejected and void forms stay, with the code of the reason, and leave quota and estimate. `over_quota` marks what
    came when its cell was full; `is_open` what came by a link that anybody may use: nobody drew the person, so it
    leaves quota and estimate, too. `staged` is the file in which it came."""

    survey = models.ForeignKey(  # found by the key
        "surveys.Survey", models.PROTECT, related_name="responses", db_index=False
    )
    form = models.ForeignKey("surveys.SurveyForm", models.PROTECT, related_name="responses")
    key = models.CharField(max_length=MOST["name"])
    form_key = models.CharField(max_length=MOST["name"])
    unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
    channel = models.CharField(max_length=MOST["name"], blank=True)
    stratum = models.CharField(max_length=MOST["name"], blank=True)
    primary_unit = models.CharField(max_length=MOST["name"], blank=True)
    weight = models.CharField(max_length=60, default="1")
    answers = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ResponseState, default=ResponseState.RECEIVED)
    reason = models.CharField(max_length=MOST["code"], choices=ResponseReason, blank=True)
    over_quota = models.BooleanField(default=False)
    is_test = models.BooleanField(default=False)
    is_open = models.BooleanField(default=False)
    received_at = models.DateTimeField(auto_now_add=True)
    staged = models.ForeignKey("intake.StagedFile", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["survey", "key"]
        indexes = [
            models.Index(fields=["survey", "unit", "state"], name="surveys_response_of_unit"),
            models.Index(fields=["survey", "form_key"], name="surveys_response_of_form"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["survey", "key"], name="surveys_response_once"),
            models.CheckConstraint(
                condition=Q(state__in=ResponseState.values), name="surveys_response_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "accepted"]) | ~Q(reason=""),
                name="surveys_response_out_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.key}"


class AnswerColumns(ByLine):
    """What a person has said of the columns of an answer file: remembered for the next file with the same headings.

    `headings` is the hash of the folded headings in their order; `columns` says of each what it holds.
    """

    survey = models.ForeignKey("surveys.Survey", models.CASCADE, related_name="columns")
    version = models.ForeignKey("surveys.QuestionnaireVersion", models.CASCADE, related_name="columns")
    headings = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["survey", "headings"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "version", "headings"], name="surveys_columns_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey_id}/{self.headings[:8]}"
