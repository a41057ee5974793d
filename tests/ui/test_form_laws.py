"""What every field of every form promises: a label of its own, help and faults that are read out with it, its texts as
they were written; and what each kind of field takes and refuses."""

from __future__ import annotations

import string
from datetime import date
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import engines
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.ui import once
from cchc.ui.forms import FIRST_DAY, LAST_DAY, TextField, TickedField, day_field, put_errors, typed_day
from cchc.ui.requests import requested_number
from cchc.ui.uploads import UploadField
from cchc.units.models import Unit
from tests import markup
from tests.builders import a_unit
from tests.ui.svg import names

drawn = settings(max_examples=25)

MAKERS = {
    "text": lambda **named: TextField(of="name", **named),
    "lines": lambda **named: TextField(of="lines", widget=forms.Textarea, **named),
    "day": lambda **named: day_field(named.pop("label"), **named),
    "choice": lambda **named: forms.ChoiceField(choices=[("a", "A"), ("b", "B")], **named),
    "tick": lambda **named: forms.BooleanField(**named),
    "ticks": lambda **named: forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, **named
    ),
    "radio": lambda **named: forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect, **named),
}
GROUPS = ("ticks", "radio")  # several boxes under one heading


def form_of(kind: str, label: str, help_text: str, required: bool, faults: list[str]) -> forms.Form:
    """A form with one field, sent, with these faults beside it."""
    field = MAKERS[kind](label=label, help_text=help_text, required=required)
    form = type("OneField", (forms.Form,), {"one": field})({})
    form.errors.pop("one", None)
    put_errors(form, ValidationError({"one": faults} if faults else {}))
    return form


@pytest.mark.parametrize("kind", MAKERS)
@drawn
@given(label=names(), help_text=st.sampled_from(["", "As it is printed."]), data=st.data())
def test_a_field_is_labelled_and_read_out_with_its_help_and_every_fault(kind, label, help_text, data):
    faults = data.draw(st.lists(names(), max_size=3))
    page = markup.read(str(form_of(kind, label, help_text, True, faults)))
    entry = page.find("fieldset")[0] if kind in GROUPS else page.find(name="one")[0]
    caption = page.find("legend")[0] if kind in GROUPS else page.find("label", for_=entry.get("id"))[0]
    assert caption.text == " ".join(label.split())
    beside = [page.find(id=name) for name in (entry.get("aria-describedby") or "").split()]
    assert [len(found) for found in beside] == [1] * len(beside)
    read_out = " ".join(found[0].text for found in beside)
    assert read_out == " ".join(" ".join(text.split()) for text in (help_text, *faults) if text)
    assert bool(
        page.find(class_="field field-faulty") or page.find(class_="field field-faulty field-check")
    ) is bool(faults)


@pytest.mark.parametrize("kind", sorted(MAKERS.keys() - GROUPS))
def test_a_faulty_field_says_so_to_those_who_do_not_see_its_colour(kind):
    faulty, right = (markup.read(str(form_of(kind, "Tên", "", True, faults))) for faults in (["Sai"], []))
    assert [page.find(name="one")[0].get("aria-invalid") for page in (faulty, right)] == ["true", None]
    assert len(faulty.find("svg")) == 1
    assert right.find("svg") == []


@pytest.mark.parametrize("kind", sorted(MAKERS.keys() - {"tick"}))
def test_only_what_may_be_left_out_is_called_optional(kind):
    texts = [markup.read(str(form_of(kind, "Tên", "", required, []))).text for required in (True, False)]
    assert ["(optional)" in text for text in texts] == [False, True]


@drawn
@given(
    faults=st.dictionaries(
        st.sampled_from(["one", "elsewhere"]), st.lists(names(), min_size=1, max_size=3), min_size=1
    )
)
def test_every_reason_of_a_refusal_is_shown_beside_its_field_or_above_the_form(faults):
    form = form_of("text", "Tên", "", True, [])
    put_errors(form, ValidationError(faults))
    page = markup.read(str(form))
    above = [one.text for alert in page.find(role="alert") for one in alert.find("p")]
    beside = [one.text for fault in page.find(class_="field-fault") for one in fault.find("p")]
    said = {name: [" ".join(why.split()) for why in whys] for name, whys in faults.items()}
    assert (above, beside) == (said.get("elsewhere", []), said.get("one", []))


def test_a_refusal_of_the_whole_form_stands_above_it():
    form = form_of("text", "Tên", "", True, [])
    put_errors(form, ValidationError(["Đã khóa", "Đã đổi"]))
    assert [one.text for one in markup.read(str(form)).find(role="alert")[0].find("p")] == [
        "Đã khóa",
        "Đã đổi",
    ]


# --- days ----------------------------------------------------------------------------------------------------


@drawn
@given(
    day=st.dates(FIRST_DAY, LAST_DAY),
    form=st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"]),
    spaces=st.sampled_from(["", " "]),
)
def test_a_day_is_the_same_however_it_is_typed_and_is_shown_so_that_it_can_be_sent_again(day, form, spaces):
    field = day_field("Ngày")
    typed = f"{spaces}{day:{form}}{spaces}"
    assert field.clean(typed) == typed_day(typed, FIRST_DAY) == day
    assert field.clean(field.widget.format_value(day)) == day


@drawn
@given(
    day=st.one_of(
        st.dates(max_value=date(1899, 12, 31), min_value=date(1000, 1, 1)),
        st.dates(min_value=date(2101, 1, 1)),
    )
)
def test_a_day_of_no_year_of_ours_is_refused_with_the_years_that_are_taken(day):
    with pytest.raises(ValidationError, match="1900 to 2100"):
        day_field("Ngày").clean(f"{day:%d/%m/%Y}")


@drawn
@given(text=st.text(max_size=30), otherwise=st.dates(FIRST_DAY, LAST_DAY))
def test_whatever_stands_in_a_filter_gives_a_day_between_the_first_and_the_last(text, otherwise):
    assert FIRST_DAY <= typed_day(text, otherwise) <= LAST_DAY
    assert typed_day("hôm qua", otherwise) == typed_day("", otherwise) == otherwise


# --- numbers, ticks, keys ------------------------------------------------------------------------------------


@drawn
@given(number=st.integers(-(10**20), 10**20), text=st.one_of(st.text(max_size=20), st.sampled_from("²①½٣-")))
def test_the_number_that_is_asked_for_is_an_id_or_none_at_all(number, text):
    assert requested_number(str(number)) == (number if 0 <= number < 10**18 else 0)
    assert 0 <= requested_number(text) < 10**18


@pytest.mark.django_db
def test_what_no_row_can_be_is_no_choice_and_breaks_nothing():
    unit, other = a_unit("Sở Nội vụ"), a_unit("Sở Y tế")

    too_large = st.integers(0, 10**40).map(lambda number: str(2**63 + number))
    no_row = st.text(max_size=20).filter(lambda text: requested_number(text) not in (unit.pk, other.pk))

    @settings(max_examples=10)
    @given(wrong=st.one_of(no_row, too_large))
    def ticked(wrong: str) -> None:
        field = TickedField(Unit.objects.all())
        assert set(field.clean([str(unit.pk), str(other.pk)])) == {unit, other}
        with pytest.raises(ValidationError):
            field.clean([str(unit.pk), wrong])

    ticked()


@drawn
@given(data=st.data())
def test_a_key_is_told_from_any_other_text(data):
    fresh = once.fresh_key()
    assert once.is_key(fresh)
    assert [length for length in range(30) if once.is_key((fresh + fresh)[:length])] == [len(fresh)]
    place, other = data.draw(st.integers(0, len(fresh) - 1)), data.draw(st.characters())
    belongs = other in string.ascii_letters + string.digits + "_-"
    assert once.is_key(fresh[:place] + other + fresh[place + 1 :]) is belongs


def test_no_two_keys_are_alike_and_each_form_of_a_page_has_its_own():
    assert len({once.fresh_key() for _key in range(500)}) == 500
    template = engines["django"].from_string("<form>{% csrf_token %}</form><form>{% csrf_token %}</form>")
    keys = [
        one.get("value") for one in markup.read(template.render({"csrf_token": "x"})).find(name=once.FIELD)
    ]
    assert [once.is_key(key) for key in keys] == [True, True]
    assert keys[0] != keys[1]


# --- files ---------------------------------------------------------------------------------------------------


class Door:
    """A room that takes files."""

    def __init__(self, endings: tuple[str, ...], most_bytes: int) -> None:
        self.endings, self.most_bytes = endings, most_bytes


ENDINGS = (".xlsx", ".csv", ".toml", ".docx", ".pdf", ".txt", ".tsv")


@drawn
@given(
    endings=st.lists(st.sampled_from(ENDINGS), min_size=1, unique=True),
    megabytes=st.integers(1, 40),
    language=st.sampled_from(["vi", "en"]),
)
def test_a_field_for_a_file_offers_and_names_what_is_taken_and_no_more(endings, megabytes, language):
    field = UploadField(Door(tuple(endings), megabytes * 1_000_000), label="Tệp", help_text="Mẫu.")
    with translation.override(language):
        said = str(field.help_text)
    assert field.widget.attrs["accept"].split(",") == endings
    assert [ending for ending in ENDINGS if f"({ending})" in said] == [
        one for one in ENDINGS if one in endings
    ]
    assert f" {megabytes} MB" in said
    assert said.startswith("Mẫu. ")


@pytest.mark.parametrize("over", [0, 1])
def test_a_file_is_taken_up_to_the_last_byte_and_refused_above(over: int):
    field = UploadField(Door((".csv",), 1_000_000), label="Tệp")
    file = SimpleUploadedFile("diem.csv", b"a" * (1_000_000 + over))
    if not over:
        assert field.clean(file) is file
        return
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        field.clean(file)


@pytest.mark.parametrize(
    ("file", "why"), [(None, "Choose a file"), (SimpleUploadedFile("a.csv", b""), "is empty")]
)
def test_no_file_and_an_empty_one_are_told_apart(file: Any, why: str):
    with pytest.raises(ValidationError, match=why):
        UploadField(Door((".csv",), 1_000_000), label="Tệp").clean(file)
