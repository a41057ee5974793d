"""Units typed by name: what is understood, what is refused and how, and what a form shows at first."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cchc.units.forms.choosing import UnitsField
from cchc.units.models import Kind
from cchc.units.queries import DayUnits
from tests.builders import a_province, a_unit

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


def a_field(on: date = DAY, **options: object) -> UnitsField:
    return UnitsField(among=DayUnits(on), **options)


def refused(field: UnitsField, typed: str) -> list[str]:
    with pytest.raises(ValidationError) as why:
        field.clean(typed)
    return why.value.messages


@pytest.mark.parametrize(
    "typed",
    [
        "Sở Nội vụ\nSở Tài chính",
        "Sở Nội vụ; Sở Tài chính;",
        "  sở nội  vụ \r\n\r\nSTC",
        "Nội vụ\nSo Tai chinh\nSở Nội vụ",
    ],
)
def test_units_are_typed_one_a_line_or_with_semicolons_by_any_of_their_names(typed: str) -> None:
    home = a_unit("Sở Nội vụ", aliases=["Nội vụ"])
    finance = a_unit("Sở Tài chính", code="STC")
    assert a_field().clean(typed) == [home, finance]


def test_a_comma_belongs_to_the_name() -> None:
    culture = a_unit("Sở Văn hóa, Thể thao và Du lịch")
    assert a_field().clean("Sở Văn hoá, Thể thao và Du lịch") == [culture]


def test_every_line_that_means_no_unit_is_named() -> None:
    a_unit("Sở Nội vụ")
    assert refused(a_field(), "Sở Nội vụ\nTổ tư vấn; Sở Nội vuj\n") == [
        "No unit is called “Tổ tư vấn” on 01/03/2026.",
        "No unit is called “Sở Nội vuj” on 01/03/2026. Is “Sở Nội vụ” meant?",
    ]


def test_a_part_of_one_name_alone_is_answered_with_that_name() -> None:
    a_unit("Sở Nội vụ")
    a_unit("Sở Tài chính")
    assert refused(a_field(), "Sở Nội\nSở") == [
        "No unit is called “Sở Nội” on 01/03/2026. Is “Sở Nội vụ” meant?",
        "No unit is called “Sở” on 01/03/2026.",
    ]


def test_a_wrong_list_is_answered_line_by_line_without_guesses() -> None:
    a_unit("Sở số 1")
    assert refused(a_field(), "\n".join(f"Xở số {number}" for number in range(21))) == [
        f"No unit is called “Xở số {number}” on 01/03/2026." for number in range(21)
    ]


def test_units_of_one_name_are_told_apart_by_the_unit_they_belong_to() -> None:
    province = a_province()
    offices = []
    for name in ("Huyện A", "Huyện B"):
        district = a_unit(name, Kind.DISTRICT, parent=province)
        offices.append(a_unit("Phòng Nội vụ", Kind.DIVISION, parent=district))
    field = a_field()
    assert refused(field, "Phòng Nội vụ") == [
        "“Phòng Nội vụ” may mean several units. Write one of them: "
        "Phòng Nội vụ – Huyện A; Phòng Nội vụ – Huyện B."
    ]
    shown = field.prepare_value(offices)
    assert shown == "Phòng Nội vụ – Huyện A\nPhòng Nội vụ – Huyện B"
    assert field.clean(shown) == offices
    assert field.clean("phòng nội vụ - huyện B") == [offices[1]]


def test_only_units_of_the_day_are_meant() -> None:
    old = a_unit("Sở Kế hoạch và Đầu tư", until=date(2025, 3, 1))
    typed = "Sở Kế hoạch và Đầu tư"
    assert a_field(date(2025, 2, 28)).clean(typed) == [old]
    assert refused(a_field(), typed) == [
        "No unit is called “Sở Kế hoạch và Đầu tư” on 01/03/2026: this unit ended on 01/03/2025."
    ]


def test_a_field_that_may_be_empty_means_no_units() -> None:
    assert a_field(required=False).clean(" ; \n") == []
    assert refused(a_field(), " ; ") == ["This field is required."]


def test_a_form_shows_the_names_of_its_units_and_what_was_typed_wrongly() -> None:
    class Choice(forms.Form):
        units = UnitsField()

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            self.fields["units"].among = DayUnits(DAY)

    home = a_unit("Sở Nội vụ")
    assert Choice(initial={"units": [home]})["units"].value() == "Sở Nội vụ"
    same = Choice({"units": "Sở Nội vụ"}, initial={"units": [home]})
    assert (same.is_valid(), same.cleaned_data["units"], same.has_changed()) == (True, [home], False)
    wrong = Choice({"units": "Tổ tư vấn"}, initial={"units": [home]})
    assert (wrong.is_valid(), wrong["units"].value(), wrong.has_changed()) == (False, "Tổ tư vấn", True)


def test_fields_that_share_their_units_ask_the_database_once() -> None:
    province = a_province()
    units = [a_unit(f"Sở số {number}", parent=province) for number in range(5)]
    for chosen in (units[:1], units):
        among = DayUnits(DAY)
        with CaptureQueriesContext(connection) as made:
            for unit in chosen:
                field = UnitsField(among=among)
                assert field.clean(field.prepare_value([unit])) == [unit]
        assert len(made) == 8
