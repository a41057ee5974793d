"""Forms of appraisals: one leaf of one unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cchc.appraisal.actions.judging import TypedAppraisal
from cchc.appraisal.models import StandingPhrase
from cchc.appraisal.queries.cells import AppraisedCell
from cchc.appraisal.queries.content import NOT_APPRAISED, AppraisalContent, TakenReason
from cchc.core.scoring.appraised import TAKEN_CODES
from cchc.core.scoring.criteria.tree import Node
from cchc.criteria.forms import sign, widget_of
from cchc.scores.forms import PointsField
from cchc.self_scoring.forms import FIGURE, figure_typed, points_typed
from cchc.self_scoring.queries.content import AnswerContent
from cchc.ui.forms import TextField, ask_only_sometimes
from cchc.ui.pictures.points import loss_word

Phrases = Mapping[str, Sequence[StandingPhrase]]  # by the code for which they are offered
REASON, SENTENCE = "reason-", "sentence-"
ACCEPT, SAVE, TAKE_BACK, KEEP = "accept", "save", "take_back", "keep"


class ReasonField:
    """One coded reason of the form: its code and words, the digit that chooses it, and its two fields."""

    def __init__(self, form: AppraisalForm, code: str, digit: int) -> None:
        self.code, self.digit, self.words = code, digit, loss_word(code)
        self.chosen, self.sentence = form[f"{REASON}{code}"], form[f"{SENTENCE}{code}"]
        self.phrases = form.phrases.get(code, ())


class AppraisalForm(forms.Form):
    """What is given for one leaf of one unit: its figures, beside those of the unit; points where no rule sets them;
    the reasons for points that are taken; why it is provisional; a note. `do` says what the button means."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    do = forms.ChoiceField(choices=[(one, one) for one in (ACCEPT, SAVE, TAKE_BACK, KEEP)], required=False)

    def __init__(
        self,
        *args: Any,
        cell: AppraisedCell,
        phrases: Mapping[str, Sequence[StandingPhrase]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cell, self.phrases, content = cell, phrases or {}, cell.content
        leaf, claim = cell.leaf, cell.claim.content
        self.initial["version"] = content.version
        given = _as_answer(content)
        for variable in leaf.variables:
            name = f"{FIGURE}{variable.name}"
            self.fields[name] = TextField(
                of="figure", required=False, label=variable.label, widget=widget_of(variable)
            )
            self.initial[name] = figure_typed(leaf, given if content.figures else claim, variable.name)
        if leaf.rule is None or not cell.claimed.is_given:
            self.fields["points"] = PointsField(leaf)
            self.fields["points"].required = False
            if leaf.rule is None:
                self.initial["points"] = points_typed(given if content.version else claim)
            elif not content.figures:
                self.initial["points"] = points_typed(given)
        said = {one.code: one.text for one in content.reasons}
        for code in TAKEN_CODES:
            self.fields[f"{REASON}{code}"] = forms.BooleanField(required=False, label=loss_word(code))
            self.fields[f"{SENTENCE}{code}"] = TextField(
                of="reason", required=False, label=_("Sentence for the unit")
            )
            if code in self.phrases:
                self.fields[f"{SENTENCE}{code}"].widget.attrs["list"] = f"phrases-{code}"
            self.initial.update({f"{REASON}{code}": code in said, f"{SENTENCE}{code}": said.get(code, "")})
        self.fields["provisional"] = TextField(of="reason", required=False, label=_("Provisional, because"))
        self.fields["note"] = TextField(of="title", required=False, label=_("Note for colleagues"))
        ask_only_sometimes(self, *(name for name in self.fields if name != "version"))
        self.initial.update({"provisional": content.provisional, "note": content.note})

    def figure_fields(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Yield the field of each figure with what the unit declared, as it would be typed; empty where nothing."""
        for variable in self.cell.leaf.variables:
            declared = figure_typed(self.cell.leaf, self.cell.claim.content, variable.name)
            yield self[f"{FIGURE}{variable.name}"], declared

    def reasons(self) -> list[ReasonField]:
        """Return the coded reasons, in their order."""
        return [ReasonField(self, code, place) for place, code in enumerate(TAKEN_CODES, 1)]

    def typed(self) -> TypedAppraisal:
        """Return what the form says, as it was typed."""
        sent = {name: self.data[name] for name in self.fields if name in self.data}
        return typed_in(sent, self.cell.leaf, self.cell.first)

    def rest_on(self, now: AppraisalContent) -> None:
        """Let what was typed rest on what stands there now, so that it can be saved over it."""
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["version"] = str(now.version)
        self.data = typed


def typed_in(sent: Mapping[str, Any], leaf: Node, first: AppraisalContent = NOT_APPRAISED) -> TypedAppraisal:
    """Return what a form sent for a leaf, as it was typed; `do` is the button that was pressed, `first` what the first
    stage gave, where this is the second."""
    note = str(sent.get("note", ""))
    if sent.get("do") == TAKE_BACK:
        return TypedAppraisal(takes_back=True)
    if sent.get("do") == ACCEPT:
        return TypedAppraisal(note=note)
    if sent.get("do") == KEEP and first.is_given:
        return TypedAppraisal(
            figures=first.figures or None,
            points=None if first.figures else first.points,
            reasons=first.reasons,
            provisional=first.provisional,
            note=note,
            decimal=None,
        )
    names = {one.name: f"{FIGURE}{one.name}" for one in leaf.variables}
    figures = {name: str(sent[field]) for name, field in names.items() if field in sent}
    points = str(sent["points"]).strip() if "points" in sent else None
    reasons = tuple(
        TakenReason(code, str(sent.get(f"{SENTENCE}{code}", "")))
        for code in TAKEN_CODES
        if sent.get(f"{REASON}{code}")
    )
    return TypedAppraisal(
        figures=None if leaf.rule is None else figures,
        points=points if points or leaf.rule is None else None,
        reasons=reasons,
        provisional=str(sent.get("provisional", "")),
        note=note,
        decimal=sign(),
    )


def version_in(sent: Mapping[str, Any]) -> int:
    """Return the version of the appraisal that was seen; 0 for what is no number."""
    text = str(sent.get("version", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _as_answer(content: AppraisalContent) -> AnswerContent:
    return AnswerContent(figures=content.figures, points=content.points)
