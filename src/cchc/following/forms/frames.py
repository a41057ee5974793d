"""Forms of report frames: beginning one, replacing a draft by a file, one row of a draft."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cchc.core.plans.reports.comparing import FrameDifference
from cchc.core.plans.reports.document import FRAME, SETTINGS, TABLES, FrameDocument, key_of_row
from cchc.core.plans.reports.rows import LENGTHS
from cchc.core.scoring.criteria.document import Fields
from cchc.core.scoring.sources import BY_NAME, SourceFault, closed_sources, feeding_words, read_source
from cchc.core.words.messages import Fault
from cchc.following.exchange.frame_file import REPORT_FRAME_FILE
from cchc.following.queries.frames import models_left
from cchc.ui.forms import TextField, ask_only_sometimes, offer_choices
from cchc.ui.templatetags.ui import message_text
from cchc.ui.turned import TurnedLine, turned_lines
from cchc.ui.uploads import UploadField

LEVELS = (
    ("province", _("Province")),
    ("department", _("Department")),
    ("commune", _("Commune, ward, special zone")),
)
COVERS = (("period", _("the period of the report")), ("year_to_date", _("from the start of the year")))
WHOLES = (
    ("sum", _("sum of the units")),
    ("formula", _("its formula, applied to the whole")),
    ("largest", _("largest of the units")),
    ("latest", _("figure of the unit that sent last")),
    ("none", _("no figure of the whole")),
)
CHOICES: dict[str, tuple[tuple[str, Any], ...]] = {"level": LEVELS, "covers": COVERS, "whole": WHOLES}
SPOKEN = {name: dict(choices) for name, choices in CHOICES.items()}
LABELS: dict[str, str | Promise] = {
    "code": _("Code"), "name": _("Name"), "level": _("Report of"), "legal_basis": _("Legal basis"),
    "number": _("Printed number"), "title": _("Title"), "guidance": _("What is to be written"),
    "annex": _("Annex of the frame"),
    "wording": _("Wording"), "unit": _("Unit of measure"), "places": _("Decimals"), "covers": _("Counted for"),
    "source": _("Source"), "formula": _("Formula"), "whole": _("Figure of the whole"), "note": _("Note"),
}  # fmt: skip
HELPS: dict[tuple[str, str] | str, str | Promise] = {
    "code": _("Small letters without marks, digits and underscores; formulas name the row by it."),
    ("section", "number"): _("With the numbers above it, for example II.1; printed is the last part."),
    ("row", "number"): _("A row without a number is not printed and serves formulas alone."),
    "guidance": _("Units read it where they write this section."),
    "unit": _("For example hồ sơ, người, %. A percentage is never added up between units."),
    "source": _("Left empty together with the formula, units type the figure."),
    "formula": _(
        "Codes of rows with + - * / and brackets, for example a / (a + b). Other periods: see the guide."
    ),
    "note": _("Units read it beside the row."),
}
LONG = ("title", "guidance", "wording", "formula", "note", "legal_basis")
NEEDED = ("code", "name", "title", "wording", "annex", ("section", "number"), ("annex", "number"))


class NewFrameForm(forms.Form):
    """The form to begin a report frame: from a model or from a file, just one of them."""

    model = forms.ChoiceField(label=_("A model to start from"), required=False)
    file = UploadField(REPORT_FRAME_FILE, label=_("Or a file"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        models = [(one.code, f"{one.name} ({one.rows})") for one in models_left()]
        offer_choices(self, "model", [("", "–"), *models])
        if not models:  # all of them were taken over: what is new comes from a file
            del self.fields["model"]

    def clean(self) -> dict[str, Any]:
        """Require a model or a file, and not both."""
        typed = super().clean() or {}
        if bool(typed.get("model")) == bool(typed.get("file")) and not self.errors:
            raise ValidationError(_("Choose a model or a file, one of them."))
        return typed


class ReportFrameFileForm(forms.Form):
    """The form to replace a draft by a file."""

    file = UploadField(REPORT_FRAME_FILE, label=_("File of the report frame"))


class FrameRowForm(forms.Form):
    """One row of a draft: its texts as the file has them; `seen` is the count of saves that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    def __init__(
        self, *args: Any, table: str, document: FrameDocument, row: Fields | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.table = table
        self.names = SETTINGS if table == FRAME else TABLES[table]
        for name in self.names:
            text = row[name].text if row is not None and name in row else ""
            self.fields[name] = field_of_frame(table, name, document, text)
        if table != FRAME:
            self.fields["after"] = forms.ChoiceField(
                label=_("Stands behind"), required=False, choices=[*_places(table, document, row)]
            )
        lists = [name for name, field in self.fields.items() if isinstance(field, forms.ChoiceField)]
        ask_only_sometimes(self, *lists)

    def texts(self) -> dict[str, str]:
        """The texts of the row as they were typed, without what is empty."""
        typed = {name: self.cleaned_data[name].strip() for name in self.names}
        return {name: text for name, text in typed.items() if text}

    @property
    def after(self) -> str | None:
        """The key of the row behind which it shall stand; "" is first, None where it stands."""
        chosen = self.cleaned_data.get("after", "=")
        return None if chosen in ("", "=") else "" if chosen == "0" else chosen.removeprefix("~")

    def refuse(self, faults: Iterable[Fault]) -> None:
        """Show each fault beside its field."""
        for fault in faults:
            name = fault.place.column if fault.place.column in self.fields else None
            said = message_text(fault.why)
            self.add_error(name, f"{said[:1].upper()}{said[1:]}.")


def _places(table: str, document: FrameDocument, row: Fields | None) -> Iterator[tuple[str, Any]]:
    """The places where a row may stand: where it is, first, or behind each other one."""
    own = key_of_row(table, row) if row is not None else ""
    yield "=", _("where it stands") if own else _("at the end")
    yield "0", _("first")
    for one in document.tables[table]:
        key = key_of_row(table, one)
        if key and key != own:
            words = next((one[name].text for name in ("wording", "title") if name in one), "")
            number = one["number"].text if "number" in one else key
            yield f"~{key}", f"{number} {words}"[:90]


def source_choices() -> tuple[tuple[str, Any], ...]:
    """The sources that a row can have, in words; figures of surveys are named in the file of the frame."""
    known = [one for kind in ("plans", "reports", "unit") for one in closed_sources(BY_NAME[kind])]
    named = ((str(one.name), message_text(feeding_words(one.name))) for one in known)
    return (("", _("None: units type it, or a formula works it out")), *named)


def _as_chosen(name: str, text: str) -> str:
    """What a text that is not in its list says there: a source of surveys in words, any other as it is written."""
    try:
        return message_text(feeding_words(read_source(text))) if name == "source" else text
    except SourceFault:
        return text


def field_of_frame(table: str, name: str, document: FrameDocument, text: str) -> forms.Field:
    """The field of a text of a row: a list where only some texts mean something."""
    label: Any = LABELS[name]
    help_text: Any = HELPS.get((table, name), HELPS.get(name, ""))
    choices = CHOICES.get(name)
    if name == "source":
        choices = source_choices()
    if (table, name) == ("row", "annex"):
        choices = tuple(
            (
                key_of_row("annex", one),
                f"{key_of_row('annex', one)}. {one['title'].text if 'title' in one else ''}",
            )
            for one in document.tables["annex"]
        )
    if choices is not None:
        known = [value for value, _label in choices]
        more = [(text, _as_chosen(name, text))] if text and text not in known else []
        return forms.ChoiceField(
            label=label,
            choices=[*choices, *more] or [("", "–")],
            initial=text or (known[0] if known else ""),
            required=False,
            help_text=help_text,
        )
    needed = name in NEEDED or (table, name) in NEEDED
    widget = forms.Textarea({"rows": 2}) if name in LONG else forms.TextInput()
    return TextField(
        of=LENGTHS.get(name, "explanation"),
        label=label,
        initial=text,
        required=needed,
        help_text=help_text,
        widget=widget,
    )


def frame_lines_turned(rows: Iterable[FrameDifference]) -> list[TurnedLine]:
    """Return the rows that differ between two versions as they are read, codes of choices in words."""
    return turned_lines(rows, LABELS, SPOKEN)
