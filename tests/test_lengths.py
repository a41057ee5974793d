"""Every text has one longest length: the form, the file and both databases take it, and refuse one letter more.

Vietnamese letters are counted as people count them, whichever way they were typed: "phường" has six, not eight.
"""

from __future__ import annotations

import importlib
import pkgutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

import cchc
from cchc.access.permissions import Role
from cchc.accounts.forms import SignInForm
from cchc.audit.models import Entry
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Faults, message_of, say
from cchc.criteria.exchange.reading import read_set
from cchc.intake.models import StagedFile
from cchc.plans.models import Measure, Plan, Section
from cchc.ui.forms import TextField
from cchc.units.exchange.units import read_units
from tests import acts, builders
from tests.typed_texts import NO_TEXT, REFUSED, TYPED

# --- the rule itself -----------------------------------------------------------------------------------------


def of_length(letters: int) -> str:
    """A text of so many letters, words of which each is written longer when its marks stand apart."""
    return f"{'phường ' * (letters // 7 + 1)}"[: letters - 1] + "g"


def apart(text: str) -> str:
    """The text as some keyboards type it: each mark a sign of its own."""
    return unicodedata.normalize("NFD", text)


@given(st.text(max_size=300), st.integers(1, 200))
def test_what_is_taken_is_composed_and_short_enough_and_is_taken_again_as_it_is(text: str, most: int) -> None:
    try:
        kept = accepted_text(text, most)
    except RefusedText:
        return
    assert len(kept) <= most
    assert kept == unicodedata.normalize("NFC", kept)
    assert accepted_text(kept, most) == kept


@pytest.mark.parametrize("kind", [kind for kind in MOST if kind != "token"])
def test_letters_are_counted_as_people_count_them(kind: str) -> None:
    longest = of_length(MOST[kind])
    field = TextField(of=kind)
    assert field.clean(apart(longest)) == field.clean(longest) == longest
    with pytest.raises(ValidationError, match=f"at most {MOST[kind]} are kept"):
        field.clean(apart(of_length(MOST[kind] + 1)))


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\u202e", "\u2066", "\ud800", "\uffff"])
def test_signs_that_no_text_holds_are_named_with_their_place(sign: str) -> None:
    with pytest.raises(ValidationError, match=rf"U\+{ord(sign):04X} at place 4"):
        TextField(of="name").clean(f"Sở {sign}Nội vụ")


def test_a_password_is_kept_as_it_was_typed() -> None:
    typed = apart("mật khẩu rất dài")
    assert TextField(of="password", as_typed=True, strip=False).clean(typed) == typed


# --- no form forgets -----------------------------------------------------------------------------------------


def modules_of_forms() -> Iterator[str]:
    """The names of all modules that hold forms."""
    for found in pkgutil.walk_packages(cchc.__path__, "cchc."):
        if ".forms" in found.name:
            yield found.name


def test_every_text_that_is_typed_comes_through_the_one_field() -> None:
    other = [
        f"{form.__qualname__}.{name}"
        for module in modules_of_forms()
        for form in vars(importlib.import_module(module)).values()
        if isinstance(form, type) and issubclass(form, forms.BaseForm)
        if form.__module__.startswith("cchc.") and form is not SignInForm
        for name, field in getattr(form, "base_fields", {}).items()
        # What scripts send is bounded by its own pattern, and the texts inside JSON by the action that takes them.
        if isinstance(field, forms.CharField)
        and not isinstance(field, TextField | forms.RegexField | forms.JSONField | forms.UUIDField)
    ]
    assert other == []


def test_no_form_makes_a_text_field_of_its_own() -> None:
    made = [
        f"{path.name}: {line}"
        for path in Path(str(cchc.__path__[0])).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "forms.CharField(" in line and line.strip() != "class TextField(forms.CharField):"
    ]
    assert made == []


# --- through every form --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_form_with_a_text_is_in_the_table() -> None:
    texts = {entry for entry in acts.MAKERS if _has_text(entry)}
    assert sorted(texts - TYPED.keys() - LINES.keys() - NO_TEXT) == []
    assert TYPED.keys() | LINES.keys() | NO_TEXT <= acts.MAKERS.keys()


def _has_text(entry: str) -> bool:
    """Whether the form of an act holds words; what was made for it is taken away again, for there are more acts than
    years."""
    with transaction.atomic():
        data = acts.MAKERS[entry]().data
        transaction.set_rollback(True)
    return any(_is_text(value) for value in data.values())


def _is_text(value: object) -> bool:
    """Whether what stands in a form is words rather than a number, a day or a choice."""
    return isinstance(value, str) and (" " in value or not value.isascii())


def sent(entry: str, change: Callable[[str, int], str]) -> tuple[int, str, bool]:
    """The form of an act, each of its texts made anew by `change` from its field and longest length: the status of the
    answer, its page, and whether the act stands in the log."""
    act = acts.MAKERS[entry]()
    texts = {name: change(name, MOST[kind]) for name, kind in TYPED[entry].items()}
    client, before = Client(), acts.now_in_the_log()
    client.cookies["django_language"] = "en"
    client.force_login(acts.someone(act.role))
    answer = acts.seen_and_sent(client, act.address, {**act.data, **texts})
    return answer.status_code, answer.content.decode(), bool(acts.recorded(before))


@pytest.mark.django_db
@pytest.mark.parametrize("entry", TYPED)
def test_a_form_takes_its_longest_texts_and_refuses_one_letter_more(entry: str) -> None:
    status, body, done = sent(entry, lambda _name, most: apart(of_length(most)))
    assert (status, done) == (200, True)
    status, body, done = sent(entry, lambda _name, most: apart(of_length(most + 1)))
    assert (status, done) == (REFUSED.get(entry, 422), False)
    assert body.count(" letters, at most ") >= len(TYPED[entry])
    status, body, done = sent(entry, lambda _name, _most: "Sở\x00Y tế")
    assert (status, done) == (REFUSED.get(entry, 422), False)
    assert "U+0000 at place 3" in body


LINES: dict[str, tuple[str, Callable[[int], str], int]] = {
    "accounts:person_new": ("username", lambda letters: "a" * letters, MOST["sign_in"]),
    "units:split": ("into", lambda letters: f"{apart(of_length(letters))}|M\nSở khác", MOST["name"]),
    "cycles:holidays_add": ("lines", lambda letters: f"29/04 {apart(of_length(letters))}", MOST["name"]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("entry", LINES)
def test_what_is_longest_inside_a_text_is_taken_and_one_letter_more_is_refused(
    entry: str, client_of: Callable[[Role], Client]
) -> None:
    client = client_of(Role.ADMINISTRATOR)
    field, longest, most = LINES[entry]
    for letters, status in ((most + 1, 422), (most, 200)):
        act = acts.MAKERS[entry]()
        before = acts.now_in_the_log()
        answer = acts.seen_and_sent(client, act.address, {**act.data, field: longest(letters)})
        assert (answer.status_code, bool(acts.recorded(before))) == (status, status == 200)


@pytest.mark.django_db
def test_the_longest_name_of_a_person_stands_in_the_log_of_what_that_person_does() -> None:
    by = builders.a_member(Role.ADMINISTRATOR)
    by.person.name = of_length(MOST["person"])
    by.person.save()
    builders.a_plan(by=builders.actor_for(by), title=of_length(MOST["title"]))
    entry = Entry.objects.order_by("-pk")[0]
    assert (entry.person, entry.subject) == (of_length(MOST["person"]), of_length(MOST["title"]))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/don-vi/?q={}",
        "/nhat-ky/?q={}",
        "/tim-kiem/?q={}",
        "/don-vi/cach-viet/?q={}",
        "/nhat-ky/truy-cap/?q={}",
        "/nguoi-dung/?q={}",
        "/ke-hoach/?nam={}",
    ],
)
def test_what_is_looked_for_may_be_anything(address: str, client_of: Callable[[Role], Client]) -> None:
    client = client_of(Role.ADMINISTRATOR)
    for text in ("%00", "a%00b", "%E2%80%AE", "%F0%9F%98%80", "ph%C6%B0%E1%BB%9Dng%20" * 400):
        assert client.get(address.format(text)).status_code < 500


# --- through every file --------------------------------------------------------------------------------------

UNITS = "Tên đơn vị,Loại,Có hiệu lực từ,Mã,Tên khác\n{},Sở,01/07/2025,{},{}\n"


def test_a_file_of_units_takes_the_longest_names_and_names_the_cell_of_longer_ones() -> None:
    longest = [of_length(MOST[kind]) for kind in ("name", "code", "name")]
    (row,) = read_units(apart(UNITS.format(*longest)).encode(), "don-vi.csv").rows
    assert [row.name, row.code, *row.aliases] == longest
    longer = [of_length(MOST[kind] + 1) for kind in ("name", "code", "name")]
    faults = read_units(apart(UNITS.format(*longer)).encode(), "don-vi.csv").faults
    assert [(fault.place.row, fault.place.column) for fault in faults] == [(2, "A"), (2, "D"), (2, "E")]
    assert all("at most" in say(fault.why) for fault in faults)


PAPER = """KẾ HOẠCH
Cải cách hành chính năm 2026
STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian thực hiện
1\t{}\tBáo cáo\tSở Tư pháp\tCác sở liên quan\tQuý II/2026
"""


@pytest.mark.django_db
def test_a_plan_is_read_with_its_longest_cell_and_refused_with_the_place_of_a_longer_one() -> None:
    builders.a_read_plan(PAPER.format(apart(of_length(MOST["cell"]))))
    assert Measure.objects.get().task == of_length(MOST["cell"])
    with pytest.raises(AssertionError):
        builders.a_read_plan(PAPER.format(of_length(MOST["cell"] + 1)))
    refused = StagedFile.objects.get(state=StagedFile.State.REFUSED)
    why = f"Measure 1, task: The text has {MOST['cell'] + 1} letters, at most {MOST['cell']} are kept: shorten it."
    assert [say(message_of(one)) for one in refused.faults] == [why]


def test_a_criteria_set_names_every_text_that_is_too_long() -> None:
    text = builders.CRITERIA.replace('title = "', f'title = "{of_length(MOST["set_title"])}', 1)
    with pytest.raises(Faults) as refused:
        read_set(text.encode(), "bo.toml")
    assert [say(fault.why) for fault in refused.value.faults if "at most 300" in say(fault.why)]


# --- in the database -----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_database_itself_holds_no_longer_text_of_a_plan() -> None:
    plan = builders.a_plan()
    measure = builders.a_measure(plan)
    longer = of_length(MOST["cell"] + 1)
    changes = (
        lambda: Measure.objects.filter(pk=measure.pk).update(lead=longer),
        lambda: Measure.objects.filter(pk=measure.pk).update(number=of_length(MOST["row_number"] + 1)),
        lambda: Section.objects.filter(plan=plan).update(heading=of_length(MOST["title"] + 1)),
        lambda: Plan.objects.filter(pk=plan.pk).update(title=of_length(MOST["title"] + 1)),
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
