"""Forms of the sheet: one cell, a pasted block, and the whole of one leaf on a page of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.core.scoring.criteria.figures import figure
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.formulas.tree import Value, Variable
from cchc.core.words.messages import message_of
from cchc.criteria.forms import number_input, sign, typed_figure, widget_of
from cchc.criteria.templatetags.criteria import words
from cchc.documents.models import OfficialDocument
from cchc.documents.policies import MOST_FILES
from cchc.files.kinds import FileKind
from cchc.scores.exchange.documents import KeptFiles
from cchc.scores.forms import PointsField
from cchc.self_scoring.actions.evidence import MOST_PAGES
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.exchange.sheet_in import ANSWERS_FILE
from cchc.self_scoring.exchange.sheet_out import figure_label
from cchc.self_scoring.queries.content import AnswerContent
from cchc.self_scoring.queries.sheet import LeafKind, LeafView, SheetLine, SheetView
from cchc.ui.forms import TextField, ask_only_sometimes
from cchc.ui.templatetags.ui import plain_number
from cchc.ui.uploads import UploadField

FIGURE = "figure-"
WHY = "why-"
TEXTS = ("points", "reason", "provisional", "note")
MOST_AGE = 1000 * 60 * 60 * 24 * 400  # milliseconds; what was kept longer on a computer is of another cycle
MOST_CELLS = 2_000  # of a pasted block; the longest sheet has some hundred cells


def typed_answer(fields: Mapping[str, str], why: str = "") -> TypedAnswer:
    """Return what cells say of one leaf: texts by their fields, `figure-NAME`, `points`, `reason`, `provisional`,
    `note` and `done`; `why` another figure than the proposed one stands there."""
    figures = {name.removeprefix(FIGURE): text for name, text in fields.items() if name.startswith(FIGURE)}
    return TypedAnswer(
        figures=figures or None,
        overrides={name: why for name in figures} if why else None,
        done=fields["done"] == "yes" if "done" in fields else None,
        decimal=sign(),
        **{name: fields[name] for name in TEXTS if name in fields},
    )


def figure_typed(node: Node, content: AnswerContent, name: str) -> str:
    """Return a declared figure as it would be typed; empty where it is not declared."""
    variable, text = node.declared()[name], content.figures.get(name)
    return "" if text is None else typed_figure(variable, figure(variable, text))


@dataclass(frozen=True, slots=True)
class FigureOrigin:
    """Where the figure of a cell comes from: what its source has, in words, with the day for which it holds.

    `state`: `proposed` while nobody has confirmed it, `confirmed`, or `overridden` where another figure stands there,
    for a `reason`. `kind` is that of the source, as its name begins.
    """

    state: str
    origin: str
    value: Value
    day: date
    reason: str = ""
    kind: str = ""


def origin_of(leaf: LeafView, variable: Variable) -> FigureOrigin | None:
    """Return where a figure of a leaf comes from; None where no source has it."""
    name, content = variable.name, leaf.content
    kept = content.fed.get(name)
    if kept is not None and name in content.figures:
        state = "confirmed" if content.figures[name] == kept["value"] else "overridden"
        origin, value = words(message_of(kept["origin"])), figure(variable, kept["value"])
        kind, day = kept["source"].partition(".")[0], date.fromisoformat(kept["day"])
        return FigureOrigin(state, origin, value, day, kept.get("reason", ""), kind)
    proposed = leaf.proposed.get(name)
    if proposed is None or name in content.figures:
        return None
    said = words(proposed.origin), proposed.read(variable), proposed.day
    return FigureOrigin("proposed", *said, kind=proposed.source.kind)


def field_in(node: Node, content: AnswerContent, field: str) -> str:
    """Return what an answer holds in one of its fields, as it would be typed."""
    if field.startswith(FIGURE):
        name = field.removeprefix(FIGURE)
        return figure_typed(node, content, name) if name in node.declared() else ""
    if field == "done":
        return "yes" if content.done else "no"
    return points_typed(content) if field == "points" else str(getattr(content, field, ""))


def points_typed(content: AnswerContent) -> str:
    """Return the points of an answer as they would be typed; empty while there are none."""
    return plain_number(Fraction(content.points)) if content.points else ""


class TypedForm(forms.Form):
    """What the script of the sheet sends with everything: who typed it, and how many milliseconds ago.

    Without `person` whoever is signed in typed it: only pages that were opened before know another one.
    """

    person = forms.IntegerField(required=False)
    age = forms.IntegerField(min_value=0, max_value=MOST_AGE)


class CellForm(TypedForm):
    """One cell of the sheet; its text is read by the rule of its leaf when it is saved."""

    field = forms.RegexField(rf"^({FIGURE}\w{{1,100}}|{'|'.join(TEXTS)}|done)$")
    value = TextField(of="title", as_typed=True, required=False, strip=False, widget=forms.Textarea)
    why = TextField(of="reason", required=False)
    version = forms.IntegerField(min_value=0)

    def typed(self) -> TypedAnswer:
        """Return what the cell says of its leaf."""
        return typed_answer(
            {self.cleaned_data["field"]: self.cleaned_data["value"]}, self.cleaned_data["why"]
        )


class BlockForm(TypedForm):
    """Many cells at once, as JSON: leaf, field and value of each, and the version of each answer that was seen."""

    cells = forms.JSONField()

    def clean_cells(self) -> Any:
        """Refuse what is not a list of cells with the versions of their leaves."""
        sent = self.cleaned_data["cells"]
        if not _is_block(sent):
            raise ValidationError(gettext("These are no cells of a sheet."))
        return sent

    def typed(self) -> dict[str, tuple[TypedAnswer, int]]:
        """Return what was typed by leaf, each with the version that was seen."""
        fields: dict[str, dict[str, str]] = defaultdict(dict)
        for cell in self.cleaned_data["cells"]["cells"]:
            fields[cell["leaf"]][cell["field"]] = cell["value"]
        versions = self.cleaned_data["cells"]["versions"]
        return {leaf: (typed_answer(one), versions[leaf]) for leaf, one in fields.items()}


def _is_block(sent: Any) -> bool:
    if not isinstance(sent, dict) or not isinstance(sent.get("cells"), list):
        return False
    cells, versions = sent["cells"], sent.get("versions")
    if len(cells) > MOST_CELLS or not isinstance(versions, dict):
        return False
    return all(
        isinstance(cell, dict)
        and all(isinstance(cell.get(name), str) for name in ("leaf", "field", "value"))
        and isinstance(versions.get(cell["leaf"]), int)
        for cell in cells
    )


class LeafForm(forms.Form):
    """One leaf on a page of its own: its figures or its points, the texts beside them, and whether it is done."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, leaf: LeafView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaf, content = leaf, leaf.content
        self.initial["version"] = content.version
        for variable in leaf.node.variables:
            name = f"{FIGURE}{variable.name}"
            self.fields[name] = TextField(
                of="figure", required=False, label=figure_label(variable), widget=widget_of(variable)
            )
            self.initial[name] = figure_typed(leaf.node, content, variable.name)
            self._offer_source(variable)
        if leaf.kind is LeafKind.POINTS:
            self.fields["points"] = PointsField(leaf.node)
            self.fields["reason"] = _long_text(_("Reason of the points"), "reason")
            self.initial.update(points=points_typed(content), reason=content.reason)
        self.fields["provisional"] = _long_text(_("Provisional, because"), "reason")
        self.fields["note"] = _long_text(_("Note"), "title")
        self.fields["done"] = forms.BooleanField(label=_("Done"), required=False)
        self.initial.update(provisional=content.provisional, note=content.note, done=content.done)
        ask_only_sometimes(self, *(name for name in self.fields if name.startswith(FIGURE)))

    def _offer_source(self, variable: Variable) -> None:
        """Say beside a figure what its source has, and ask why another one stands there."""
        fed = origin_of(self.leaf, variable)
        if fed is None:
            return
        shown = typed_figure(variable, fed.value)
        facts = {"value": shown, "origin": fed.origin, "day": f"{fed.day:%d/%m/%Y}"}
        self.fields[f"{FIGURE}{variable.name}"].help_text = (
            _("Known already: %(value)s (%(origin)s, %(day)s). Typing it confirms it.") % facts
        )
        name = f"{WHY}{variable.name}"
        self.fields[name] = TextField(of="reason", required=False, label=_("Why another figure"))
        self.initial[name] = fed.reason

    def typed(self) -> TypedAnswer:
        """Return what the form says of its leaf, as it was typed."""
        names = [name for name in self.fields if name not in ("version", "done")]
        texts = {name: str(self.data.get(name, "")) for name in names}
        overrides = {name.removeprefix(WHY): text for name, text in texts.items() if name.startswith(WHY)}
        typed = typed_answer(texts | {"done": "yes" if self.cleaned_data["done"] else "no"})
        return replace(typed, overrides=overrides or None)

    def rest_on(self, now: AnswerContent) -> None:
        """Let what was typed rest on what stands there now, so that it can be saved over it."""
        typed = QueryDict(mutable=True)
        typed.update(self.data)
        typed["version"] = str(now.version)
        self.data = typed


SIGNED_SHEET = KeptFiles((FileKind.PDF,), most_bytes=20_000_000)
"""The signed copy of a sheet: told by its content and kept as it came, never read."""


class DocumentField(forms.ModelChoiceField[OfficialDocument]):
    """A document of the unit's library, named by its number, date and summary."""

    def label_from_instance(self, document: OfficialDocument) -> str:
        """Return the number, the date and the beginning of the summary."""
        day = f"{document.date:%d/%m/%Y}" if document.date else ""
        return " · ".join(part for part in (str(document), day, Truncator(document.title).chars(90)) if part)


class LinkForm(forms.Form):
    """A document to be linked to a leaf, with the page and the passage that are meant."""

    document = DocumentField(
        queryset=OfficialDocument.objects.none(),
        label=_("Document of the library"),
        empty_label=_("choose a document"),
        error_messages={"required": _("Choose a document.")},
    )
    part = forms.IntegerField(
        label=_("File"), required=False, min_value=1, max_value=MOST_FILES, widget=number_input()
    )
    page = forms.IntegerField(
        label=_("Page"), required=False, min_value=1, max_value=MOST_PAGES, widget=number_input()
    )
    passage = TextField(of="reason", label=_("Passage"), required=False)

    def __init__(self, *args: Any, unit_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document"]
        if isinstance(field, DocumentField):
            field.queryset = OfficialDocument.objects.filter(unit_id=unit_id, replaced_by=None)


class ShareForm(forms.Form):
    """Who looks after each domain, criterion and leaf of a sheet; an empty choice leaves it to whoever has what stands
    above."""

    def __init__(
        self, *args: Any, view: SheetView, people: list[Actor], present: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.view, self.present = view, present
        choices = [("", "–"), *((str(one.person_id), one.person) for one in people)]
        for row in view.rows:
            if row.leaf is not None and not row.leaf.kind.is_answered:
                continue
            self.fields[_share_name(row.node.number)] = forms.ChoiceField(
                choices=choices, required=False, label=f"{row.node.number}. {row.node.name}"
            )
            self.initial[_share_name(row.node.number)] = str(present.get(row.node.number, ""))

    def rows(self) -> Iterator[tuple[SheetLine, forms.BoundField | None]]:
        """Yield each row of the sheet with its field; None where the unit has nothing to fill in."""
        for row in self.view.rows:
            name = _share_name(row.node.number)
            yield row, self[name] if name in self.fields else None

    def changed(self) -> dict[str, int | None]:
        """Return the nodes that another person has than before, each with the person; None for nobody."""
        found = {}
        for row in self.view.rows:
            number = row.node.number
            if _share_name(number) not in self.fields:
                continue
            chosen = self.cleaned_data[_share_name(number)]
            person = int(chosen) if chosen else None
            if person != self.present.get(number):
                found[number] = person
        return found


def _share_name(number: str) -> str:
    return f"node-{number}"


class SubmitForm(forms.Form):
    """The confirmation of the head, with a signed copy of the sheet where there is one."""

    confirmed = forms.BooleanField(
        label=_("I have looked at the sheet and at every remark, and confirm them."),
        error_messages={"required": _("Confirm that you have looked at it.")},
    )
    signed = UploadField(
        SIGNED_SHEET,
        label=_("Signed copy"),
        help_text=_("The printed sheet with signature and seal."),
        required=False,
    )


class AnswersFileForm(forms.Form):
    """An Excel file that was downloaded from the sheet and filled in."""

    file = UploadField(
        ANSWERS_FILE,
        label=_("The filled-in Excel file"),
        help_text=_("The file downloaded from this sheet, with its rows as they were."),
    )


class ReplacingForm(forms.Form):
    """Agree that the file replaces what others typed since it was downloaded."""

    over = forms.BooleanField(
        label=_("I have seen them; replace them by what the file says."),
        widget=forms.CheckboxInput({"form": "apply"}),
        error_messages={"required": _("Others typed this too: look at it and tick the box first.")},
    )


class ReasonForm(forms.Form):
    """The reason why a sheet is returned, or taken in as it stands."""

    reason = TextField(
        of="reason",
        label=_("Reason"),
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": _("Write the reason: the unit reads it.")},
    )


def _long_text(label: Any, of: str) -> TextField:
    return TextField(of=of, label=label, required=False, widget=forms.Textarea({"rows": 2}))
