"""Searching a library; confirming files as documents, correcting a document, replacing its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cchc.core.papers.citations.cited import KINDS
from cchc.documents.models import OfficialDocument, StoredFile
from cchc.documents.queries.library import DocumentFacts
from cchc.ui.forms import TextField, ask_only_sometimes, day_field

OWN, ALL = "", "tat-ca"
UNUSED = "chua-dung"
OFFERED_KINDS = [kind.capitalize() for kind in KINDS]  # while the kind of a document is typed


class LibraryFilter(forms.Form):
    """Which documents are listed. Choices that a person or an old link left wrong count as not chosen."""

    q = TextField(
        of="search",
        label=_("Search in the documents"),
        required=False,
        widget=forms.TextInput({"type": "search", "data-search": True}),
    )
    cua = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[(OWN, _("Of my unit")), (ALL, _("All that I may see"))],
    )
    loai = forms.ChoiceField(label=_("Kind of document"), required=False)
    nam = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    dung = forms.ChoiceField(
        label=_("Use"), required=False, choices=[("", _("Used or not")), (UNUSED, _("Not used yet"))]
    )

    def __init__(self, data: Any, *, kinds: Iterable[str], years: Iterable[int]) -> None:
        super().__init__(data, auto_id="filter-%s")
        fields: dict[str, Any] = self.fields
        fields["loai"].choices = [("", _("All kinds")), *((kind, kind) for kind in kinds)]
        fields["nam"].choices = [("", _("All years")), *((year, year) for year in years)]

    def asked(self) -> dict[str, Any]:
        """Return what was chosen, by the names of the fields."""
        self.is_valid()
        return self.cleaned_data


class FactsForm(forms.Form):
    """What stands on a document, as a person says it."""

    number = TextField(of="number", label=_("Number and symbol"), required=False)
    date = day_field(pgettext_lazy("of a document", "Date"), required=False)
    kind = TextField(
        of="document_kind",
        label=_("Kind of document"),
        required=False,
        widget=forms.TextInput({"list": "document-kinds"}),
    )
    issuer = TextField(of="name", label=pgettext_lazy("of a document", "Issued by"), required=False)
    title = TextField(
        of="title",
        label=pgettext_lazy("of a document", "About"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_only_sometimes(self, "number", "date", "kind", "issuer", "title")

    @property
    def facts(self) -> DocumentFacts:
        """Return what was typed."""
        typed = self.cleaned_data
        return DocumentFacts(typed["kind"], typed["number"], typed["date"], typed["issuer"], typed["title"])


class ConfirmForm(FactsForm):
    """Files that are to become a document: ticked once a person has looked at them. `shown` and `twins` are what the
    page showed: which files it has, and the same document in libraries; `wanted` the requirements that it is to
    prove."""

    ticked = forms.BooleanField(label=_("This is right"), required=False)
    wanted = forms.MultipleChoiceField(
        label=_("As evidence for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    twins = TextField(of="token", required=False, widget=forms.HiddenInput)
    shown = TextField(of="token", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, wanted: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["wanted"].choices = list(wanted)

    def show(self, **marks: str) -> None:
        """Let the page remember which twins and files it shows, whatever was sent before."""
        self.initial.update(marks)
        if self.is_bound:
            sent = cast("QueryDict", self.data).copy()
            for name, mark in marks.items():
                sent[self.add_prefix(name)] = mark
            self.data = sent


class ChangeForm(FactsForm):
    """Correcting a document; `version` is the one that was seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)

    @classmethod
    def showing(cls, document: OfficialDocument, typed: Any = None) -> ChangeForm:
        """Return the form with what is said of `document` now, or with what was `typed` against that."""
        names = (*FactsForm.base_fields, "version")
        initial = {name: getattr(document, name) for name in names}
        return cls({**typed, "version": document.version} if typed else None, initial=initial)


class NotSecretForm(forms.Form):
    """What a person declares once for all files that are confirmed together."""

    not_secret = forms.BooleanField(label=_("None of these files holds a state secret"), required=False)


ALL_FILES, BEHIND = "all", "behind"


class ReplaceForm(NotSecretForm):
    """Which files of a document others take the place of: one by its place, all, or none of them; and the new files, of
    those that were brought for the document or wait. `ticked` are the ids of those that are chosen beforehand."""

    out = forms.ChoiceField(label=_("In the place of"), widget=forms.RadioSelect)
    incoming = forms.MultipleChoiceField(
        label=_("The new files"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        files: Sequence[StoredFile],
        new: Sequence[StoredFile],
        ticked: Iterable[str] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.before, self.new = files, new
        fields: dict[str, Any] = self.fields
        fields["out"].choices = [
            *((str(place), file.name) for place, file in enumerate(files, 1)),
            *([(ALL_FILES, _("all files of the document"))] if len(files) > 1 else []),
            (BEHIND, _("none: put the new files behind those that are there")),
        ]
        fields["incoming"].choices = [
            (str(one.pk), f"{one.name} ({localtime(one.at):%H:%M %d/%m/%Y})") for one in new
        ]
        self.initial = {"out": "1", "incoming": list(ticked)}

    def clean(self) -> dict[str, Any]:
        """Say that something has to change."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("out") in (ALL_FILES, BEHIND) and not cleaned.get("incoming"):
            self.add_error("incoming", _("Choose the new files."))
        return cleaned

    @property
    def whole(self) -> list[StoredFile]:
        """Return all files of the document as they are to be, in their order."""
        out, chosen = self.cleaned_data["out"], set(self.cleaned_data["incoming"])
        new = [one for one in self.new if str(one.pk) in chosen]
        if out == ALL_FILES:
            return new
        at = len(self.before) if out == BEHIND else int(out) - 1
        return [*self.before[:at], *new, *self.before[at + (out != BEHIND) :]]
