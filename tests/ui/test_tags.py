"""Tags and filters of the templates."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.template import engines
from django.utils import translation

from cchc.core.words.messages import Message


def rendered(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("source", "english", "vietnamese"),
    [
        ("{{ x|number }}", "1,234.50", "1.234,50"),
        ("{{ x|number:0 }}", "1,235", "1.235"),
        ("{{ x|signed }}", "+1,234.50", "+1.234,50"),
        ("{{ x|plain }}", "1234.5", "1234,5"),
    ],
)
def test_numbers_are_written_in_the_language_of_the_page(source, english, vietnamese):
    assert rendered(source, x=Fraction("1234.5")) == english
    with translation.override("vi"):
        assert rendered(source, x=Fraction("1234.5")) == vietnamese


@pytest.mark.parametrize(
    ("count", "vietnamese"), [(0, "0"), (999, "999"), (1020, "1.020"), (1234567, "1.234.567")]
)
def test_a_count_has_its_groups_of_three(count, vietnamese):
    assert rendered("{{ x|thousands }}", x=count) == vietnamese.replace(".", ",")
    with translation.override("vi"):
        assert rendered("{{ x|thousands }}", x=count) == vietnamese


@pytest.mark.parametrize("source", ["{{ x|number }}", "{{ x|signed }}", "{{ x|plain }}"])
def test_what_does_not_exist_is_a_dash(source):
    assert rendered(source, x=None) == "–"


def test_a_fall_has_a_true_minus():
    assert rendered("{{ x|signed }}", x=Fraction(-1, 2)) == "−0.50"


def test_a_message_of_the_core_is_said_with_its_numbers():
    message = Message("{points} of {maximum}", points=Fraction("1.5"), maximum=Fraction(2))
    assert rendered("{{ m|said }}", m=message) == "1.5 of 2"


def test_a_button_with_an_address_is_a_link_and_its_label_is_escaped():
    assert (
        rendered('{% button x href="/x" %}', x="<b>")
        == '<a class="button button-plain" href="/x">&lt;b&gt;</a>'
    )


def test_a_card_holds_its_content_under_its_heading():
    text = rendered('{% card "Điểm" %}<p>{{ x }}</p>{% endcard %}', x="<b>")
    assert "<h2>Điểm</h2>" in text
    assert "<p>&lt;b&gt;</p>" in text


def test_a_text_of_a_template_is_said_in_the_language_of_each_reader_however_often_it_was_said_before():
    text = engines["django"].from_string(
        '{% translate "Number" %}|{% translate "Number" as word %}{{ word }}|{% translate x %}'
    )

    def said(language: str) -> str:
        with translation.override(language):
            return text.render({"x": "<b>"})

    assert [said(one) for one in ("en", "vi", "en", "vi")] == [
        "Number|Number|&lt;b&gt;",
        "Số|Số|&lt;b&gt;",
        "Number|Number|&lt;b&gt;",
        "Số|Số|&lt;b&gt;",
    ]
