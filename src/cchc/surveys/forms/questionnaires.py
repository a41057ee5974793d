"""Forms of questionnaires: beginning one, replacing a draft by a file, one row of a draft."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cchc.core.scoring.criteria.document import Fields
from cchc.core.surveys.questionnaires.comparing import TurnedRow
from cchc.core.surveys.questionnaires.document import SETTINGS, TABLES, QuestionDocument
from cchc.core.surveys.questionnaires.rows import LENGTHS
from cchc.core.words.messages import Fault
from cchc.criteria.models import UnitKind
from cchc.surveys.exchange.questionnaire_file import QUESTIONNAIRE_FILE
from cchc.surveys.queries.questionnaires import code_of, model_questionnaires
from cchc.ui.forms import TextField, ask_only_sometimes, offer_choices
from cchc.ui.templatetags.ui import message_text
from cchc.ui.turned import TurnedLine, turned_lines
from cchc.ui.uploads import UploadField

KINDS = (
    ("single", _("One of several options")),
    ("multiple", _("Several of the options")),
    ("scale", _("A level of a scale")),
    ("number", _("A number")),
    ("text", _("Words of one's own")),
)
LAYOUTS = (("list", _("Question by question")), ("matrix", _("As a table under one scale")))
REQUIRED = (("yes", _("Yes")), ("no", _("No")))
LABELS: dict[str, str | Promise] = {
    "code": _("Code"), "title": _("Title"), "note": _("Words before it"), "rated": _("Kind of unit that is rated"),
    "name": _("Name"), "options": _("What may be chosen"), "satisfied": _("Counts as satisfied"),
    "invalid": _("Option without an opinion"), "number": _("Printed number"), "layout": _("Layout"),
    "scale": _("Scale"), "shown_when": _("Asked only when"), "section": _("Section of questions"),
    "text": _("Question"),
    "kind": _("How it is answered"), "low": _("Least value"), "high": _("Highest value"), "places": _("Decimals"),
    "unit": _("Unit of measure"), "most": _("Most choices"), "required": _("Answer wanted"),
    "factors": _("Factors"), "criteria": _("Criteria that use the result"), "parts": _("Factors that are parts of it"),
}  # fmt: skip
HELPS: dict[tuple[str, str] | str, str | Promise] = {
    "code": _("Small letters without marks, digits and underscores; answers keep it for good."),
    ("item", "options"): _("One a line: code | words, or code | words | points. For example: a | Tốt | 100"),
    ("scale", "options"): _("One level a line, the lowest first; points behind a bar where there are some."),
    "satisfied": _("Numbers or codes parted by semicolons; left empty, the two highest of five levels."),
    "invalid": _("For example: Không biết hoặc không trả lời. It counts for nothing."),
    "shown_when": _('A condition about questions before it, for example q4 = "a" or q9 <= 2.'),
    "factors": _("Codes parted by semicolons."),
    "criteria": _("Numbers such as 1.2.3, parted by semicolons."),
    "parts": _("Codes of factors parted by semicolons; their questions belong to this one too."),
}
LONG = ("options", "note", "text", "title", "shown_when")
# Fields that stand folded: most questions leave them empty.
SELDOM = (
    "satisfied",
    "invalid",
    "low",
    "high",
    "places",
    "unit",
    "most",
    "factors",
    "criteria",
    "note",
    "shown_when",
)


class NewQuestionnaireForm(forms.Form):
    """The form to begin a questionnaire: from a model or from a file, just one of them."""

    model = forms.ChoiceField(label=_("A model to start from"), required=False)
    file = UploadField(QUESTIONNAIRE_FILE, label=_("Or a file"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        models = [(one.name, f"{one.title} ({one.items})") for one in model_questionnaires()]
        offer_choices(self, "model", [("", "–"), *models])

    def clean(self) -> dict[str, Any]:
        """Require a model or a file, and not both."""
        typed = super().clean() or {}
        if bool(typed.get("model")) == bool(typed.get("file")) and not self.errors:
            raise ValidationError(_("Choose a model or a file, one of them."))
        return typed


class QuestionnaireFileForm(forms.Form):
    """The form to replace a draft by a file."""

    file = UploadField(QUESTIONNAIRE_FILE, label=_("File of the questionnaire"))


class QuestionnaireRowForm(forms.Form):
    """One row of a draft: its texts as the file has them; `seen` is the count of saves that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(
        self, *args: Any, table: str, document: QuestionDocument, row: Fields | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.table = table
        self.names = SETTINGS if table == "questionnaire" else TABLES[table]
        for name in self.names:
            text = row[name].text if row is not None and name in row else ""
            self.fields[name] = field_of(table, name, document, text)
        if table in ("item", "section"):
            self.fields["after"] = forms.ChoiceField(
                label=_("Stands behind"), required=False, choices=[*_places(table, document, row)]
            )
        lists = [name for name, field in self.fields.items() if isinstance(field, forms.ChoiceField)]
        ask_only_sometimes(self, *lists)

    def texts(self) -> dict[str, str]:
        """The texts of the row as they were typed; what is at its default is left out."""
        typed = {name: self.cleaned_data[name].strip() for name in self.names}
        usual = {"required": "yes", "layout": "list"}
        return {name: text for name, text in typed.items() if text and usual.get(name) != text}

    @property
    def after(self) -> str | None:
        """The code of the row behind which it shall stand; "" is first, None where it stands."""
        chosen = self.cleaned_data.get("after", "=")
        return None if chosen in ("", "=") else "" if chosen == "0" else chosen

    def refuse(self, faults: Iterable[Fault]) -> None:
        """Show each fault beside its field."""
        for fault in faults:
            name = fault.place.column if fault.place.column in self.fields else None
            said = message_text(fault.why)
            self.add_error(name, f"{said[:1].upper()}{said[1:]}.")

    def usual_fields(self) -> list[forms.BoundField]:
        """The fields that stand open, the hidden one included."""
        return [self[name] for name in self.fields if name not in self.folded_names()]

    def seldom_fields(self) -> list[forms.BoundField]:
        """The fields that are folded."""
        return [self[name] for name in self.folded_names()]

    def folded_names(self) -> list[str]:
        """The names of the fields that are folded: those of a question that are empty and have no fault."""
        if self.table != "item":
            return []
        empty = (name for name in SELDOM if not self[name].value())
        return [name for name in empty if name not in self.errors]


def _places(table: str, document: QuestionDocument, row: Fields | None) -> Iterable[tuple[str, Any]]:
    """The places where a row may stand: where it is, first, or behind each other one."""
    own = code_of(row) if row is not None else ""
    yield "=", _("where it stands") if own else _("at the end")
    yield "0", _("first")
    for one in document.tables[table]:
        if code_of(one) and code_of(one) != own:
            words = next((one[name].text for name in ("text", "title") if name in one), "")
            number = one["number"].text if "number" in one else code_of(one)
            yield code_of(one), f"{number} {words}"[:90]


def field_of(table: str, name: str, document: QuestionDocument, text: str) -> forms.Field:
    """The field of a text of a row: a list where only some texts mean something."""
    label: Any = LABELS[name]
    help_text: Any = HELPS.get((table, name), HELPS.get(name, ""))
    if (table, name) == ("questionnaire", "note"):
        label = _("What is said before the first question")
    choices = _choices(table, name, document)
    needed = name in ("code", "title", "text", "name") and (table, name) != ("scale", "name")
    if choices is not None:
        known = [value for value, _label in choices]
        more = [(text, text)] if text and text not in known else []
        return forms.ChoiceField(
            label=label,
            choices=[*choices, *more],
            initial=text or known[0],
            required=False,
            help_text=help_text,
        )
    lengths = "explanation" if name in ("note", "options", "shown_when") else LENGTHS.get(name, "explanation")
    widget = forms.Textarea({"rows": 5 if name == "options" else 2}) if name in LONG else forms.TextInput()
    return TextField(
        of=lengths, label=label, initial=text, required=needed, help_text=help_text, widget=widget
    )


def _choices(table: str, name: str, document: QuestionDocument) -> list[tuple[str, Any]] | None:
    def codes(other: str, words: str) -> list[tuple[str, Any]]:
        return [
            (code_of(row), row[words].text if words in row else code_of(row))
            for row in document.tables[other]
        ]

    match table, name:
        case _, "kind":
            return [*KINDS]
        case _, "layout":
            return [*LAYOUTS]
        case _, "required":
            return [*REQUIRED]
        case _, "rated":
            return [("", _("none")), *UnitKind.choices]
        case "item", "section":
            return codes("section", "title") or [("", "–")]
        case _, "scale":
            return [("", "–"), *codes("scale", "name")]
    return None


def questionnaire_lines_turned(rows: Iterable[TurnedRow]) -> list[TurnedLine]:
    """Return the rows that differ between two versions as they are read, codes of choices in words."""
    return turned_lines(rows, LABELS, SPOKEN)


SPOKEN: dict[str, dict[str, Any]] = {
    "kind": dict(KINDS),
    "layout": {**dict(LAYOUTS), "": LAYOUTS[0][1]},
    "required": {**dict(REQUIRED), "": REQUIRED[0][1]},
    "rated": dict(UnitKind.choices),
}
