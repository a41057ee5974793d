"""A grave act is asked once more: what stands in the form is the question, and nothing is done before the answer."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.access.permissions import Role
from cchc.ui import asking
from cchc.ui.uploads import UploadField
from cchc.units.models import AgencyGroup
from tests import markup
from tests.builders import a_group, a_member, a_unit
from tests.pressing import agree, filled_in
from tests.ui.svg import names

drawn = settings(max_examples=25)


def rendered(source: str, **context: object) -> markup.Element:
    return markup.read(engines["django"].from_string(source).render(context))


@drawn
@given(words=names())
def test_the_question_of_a_form_is_read_back_as_it_was_written(words: str) -> None:
    (field,) = rendered("{% ask_first %}\n  {{ words }}\n{% endask_first %}", words=words).find("input")
    assert field.get("value") == " ".join(words.split())
    assert rendered("{% ask_first %} {% endask_first %}").find("input") == []


@drawn
@given(question=st.text("ab,.”“ ", min_size=1), rest=st.text("ab? ", max_size=9))
def test_a_question_and_what_follows_it_are_told_apart_and_lose_nothing(question: str, rest: str) -> None:
    words = f"{question}? {rest}"
    assert " ".join(asking.parts(words)) == words
    assert asking.parts(question) == (question, "")


@pytest.mark.django_db
def test_without_scripts_a_page_asks_and_the_act_is_done_with_the_answer_and_once() -> None:
    group = a_group("Các sở", [a_unit("Sở Nội vụ")])
    client = Client()
    client.force_login(a_member(Role.COORDINATOR).person)
    page = f"/don-vi/nhom/{group.pk}/"
    (form,) = [
        one for one in markup.read(client.get(page).content.decode()).find("form")
        if one.find("input", name=asking.FIELD)
    ]  # fmt: skip
    target = form.get("action") or ""
    question = client.post(target, filled_in(form), headers={"Referer": f"http://testserver{page}"})
    shown = markup.read(question.content.decode())
    assert "Các sở" in shown.find("h1")[0].text
    assert AgencyGroup.objects.filter(pk=group.pk).exists()
    assert [link.get("href") for link in shown.find(class_="form-sheet")[0].find("a")] == [page]
    answer = agree(client, target, question)
    assert answer.status_code == 200
    assert not AgencyGroup.objects.filter(pk=group.pk).exists()
    assert agree(client, target, question).status_code == 409


def test_a_required_field_is_said_without_the_attribute_that_lets_the_browser_speak() -> None:
    class Every(forms.Form):
        text = forms.CharField()
        several = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
        file = UploadField(Door(), label="Tệp")
        free = forms.CharField(required=False)

    fields: dict[str, Any] = {
        one.get("name"): one.attributes for one in rendered("{{ form }}", form=Every()).find("input")
    }
    assert [name for name, attributes in fields.items() if "required" in attributes] == []
    assert fields["text"]["aria-required"] == "true"
    assert {"aria-required", "data-required"} & fields["free"].keys() == set()
    for name in ("several", "file"):  # whose roles know no aria-required
        assert {"aria-required", "data-required"} & fields[name].keys() == {"data-required"}


class Door:
    """A door for the file of the form above."""

    endings = (".xlsx",)
    most_bytes = 1_000_000
