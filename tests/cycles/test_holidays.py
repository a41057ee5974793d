"""The holidays of a year: the table and its page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.models import Entry
from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.words.lengths import MOST
from cchc.cycles import actions, queries
from cchc.cycles.exchange import PASTED_HOLIDAYS, HolidayRow, proposed_holidays
from cchc.cycles.models import Holiday
from tests.builders import an_actor
from tests.markup import source

pytestmark = pytest.mark.django_db

Browser = Callable[[Role], Client]

VICTORY = HolidayRow(date(2027, 4, 30), "Ngày Chiến thắng")
MADE_UP = HolidayRow(date(2027, 5, 22), "Hoán đổi ngày 03/9", worked=True)


def added(*rows: HolidayRow) -> list[Holiday]:
    return actions.add_holidays(by=an_actor(), rows=rows or (VICTORY, MADE_UP))


def verbs() -> list[str]:
    return list(
        Entry.objects.filter(verb__startswith="cycles.").order_by("pk").values_list("verb", flat=True)
    )


# The table


def test_added_days_are_what_deadlines_are_read_with() -> None:
    added()
    table = Holidays(off=frozenset({VICTORY.on}), worked=frozenset({MADE_UP.on}))
    assert (queries.holidays(), queries.holidays([2027]), queries.holidays([2026])) == (
        table,
        table,
        Holidays(),
    )
    assert deadline("Tháng 4/2027", 2027, queries.holidays()).due == (date(2027, 5, 3),)
    assert verbs() == ["cycles.holidays_added"]


def test_the_record_of_an_addition_names_its_days() -> None:
    added()
    entry = Entry.objects.get(verb="cycles.holidays_added")
    assert (entry.subject, entry.facts) == (
        "2027",
        {
            "count": 2,
            "days": [
                {"on": "2027-04-30", "name": "Ngày Chiến thắng", "worked": False},
                {"on": "2027-05-22", "name": "Hoán đổi ngày 03/9", "worked": True},
            ],
        },
    )


def test_days_in_the_table_stay_as_they_are() -> None:
    added(VICTORY)
    assert added(HolidayRow(VICTORY.on, "Lễ 30/4")) == []
    assert [day.name for day in queries.holidays_of(2027)] == ["Ngày Chiến thắng"]
    assert verbs() == ["cycles.holidays_added"]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (HolidayRow(date(2027, 4, 29), " "), "29/04/2027 has no name; a day off needs one."),
        (HolidayRow(date(2027, 4, 29), "N" * 251), "The name of 29/04/2027 is longer than 250 letters."),
        (
            HolidayRow(date(2027, 4, 29), "", worked=True),
            "29/04/2027 is no weekend day; only a Saturday or a Sunday is worked to make up.",
        ),
        (
            HolidayRow(MADE_UP.on, "Lễ"),
            "22/05/2027 stands in the table as worked to make up; remove it there first.",
        ),
        (
            HolidayRow(date(1999, 4, 30), "Lễ"),
            "30/04/1999 is not in the years that the table holds (2000 to 2100).",
        ),
    ],
)
def test_a_day_that_cannot_stand_there_is_refused_with_all_others(row: HolidayRow, why: str) -> None:
    added(MADE_UP)
    with pytest.raises(ValidationError) as refused:
        added(VICTORY, row)
    assert refused.value.message_dict == {row.on.isoformat(): [why]}
    assert [day.on for day in Holiday.objects.all()] == [MADE_UP.on]
    assert verbs() == ["cycles.holidays_added"]


def test_a_day_comes_once() -> None:
    with pytest.raises(ValidationError) as refused:
        added(VICTORY, VICTORY)
    assert refused.value.messages == ["30/04/2027 comes twice."]
    added(VICTORY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(on=VICTORY.on, name="Lễ")


def test_a_day_off_without_a_name_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(on=VICTORY.on, name="")


def test_a_day_is_corrected_and_the_same_again_leaves_no_record() -> None:
    holiday, _made_up = added()
    corrected = {"on": date(2027, 4, 29), "name": " Nghỉ  thêm ", "worked": False}
    for _time in range(2):
        actions.change_holiday(by=an_actor(), holiday=holiday, **corrected)
    assert [str(day) for day in queries.holidays_of(2027)] == [
        "29/04/2027 Nghỉ thêm",
        "22/05/2027 Hoán đổi ngày 03/9",
    ]
    assert verbs() == ["cycles.holidays_added", "cycles.holiday_changed"]


def test_a_day_is_not_moved_onto_another() -> None:
    holiday, made_up = added()
    with pytest.raises(ValidationError):
        actions.change_holiday(by=an_actor(), holiday=made_up, on=VICTORY.on, name="x", worked=False)
    actions.change_holiday(by=an_actor(), holiday=holiday, on=VICTORY.on, name="Lễ 30/4", worked=False)
    assert [day.name for day in queries.holidays_of(2027)] == ["Lễ 30/4", "Hoán đổi ngày 03/9"]


def test_days_are_taken_out_with_one_record() -> None:
    days = added()
    assert actions.remove_holidays(by=an_actor(), holidays=days) == 2
    assert actions.remove_holidays(by=an_actor(), holidays=days) == 0
    assert (Holiday.objects.count(), verbs()) == (0, ["cycles.holidays_added", "cycles.holidays_removed"])


def test_a_unit_head_changes_no_holiday() -> None:
    head, (holiday, _made_up) = an_actor(Role.UNIT_HEAD), added()
    with pytest.raises(NotPermitted):
        actions.add_holidays(by=head, rows=[VICTORY])
    with pytest.raises(NotPermitted):
        actions.change_holiday(by=head, holiday=holiday, on=VICTORY.on, name="x", worked=False)
    with pytest.raises(NotPermitted):
        actions.remove_holidays(by=head, holidays=[holiday])


def test_the_month_ends_that_move_are_told_across_the_new_year() -> None:
    assert queries.moved_month_ends(2027)[-1] == (date(2027, 10, 31), date(2027, 11, 1))
    added(*proposed_holidays(2027), HolidayRow(date(2027, 12, 31), "Nghỉ"), *proposed_holidays(2028))
    moved = dict(queries.moved_month_ends(2027))
    assert (moved[date(2027, 4, 30)], moved[date(2027, 12, 31)]) == (date(2027, 5, 4), date(2028, 1, 4))


# The page


@pytest.fixture
def office(client_of: Browser) -> Client:
    return client_of(Role.COORDINATOR)


def at(name: str, *args: int) -> str:
    return reverse(f"cycles:{name}", args=args)


def cells(client: Client, year: int) -> list[str]:
    """The days in the table of the page."""
    text = source(client.get(at("holidays", year)))
    return re.findall(r'<th scope="row" class="nowrap">([\d/]{10})</th>', text)


def test_an_empty_year_says_what_comes_and_what_happens_without_it(office: Client) -> None:
    text = source(office.get(at("holidays", 2027)))
    assert "No holiday of 2027 yet" in text
    assert "due days stay as they are written" in text


def test_lines_are_added_and_shown_with_their_weekdays(office: Client) -> None:
    lines = "30/4/2027 Ngày Chiến thắng\n06/02 – 07/02/2027 Tết Nguyên đán\nlàm bù 22/5/2027"
    assert office.post(at("holidays_add", 2027), {"lines": lines}).status_code == 302
    assert cells(office, 2027) == ["06/02/2027", "07/02/2027", "30/04/2027", "22/05/2027"]
    office.cookies["django_language"] = "vi"
    text = source(office.get(at("holidays", 2027)))
    assert re.findall(r'<td class="nowrap">((?:Thứ|Chủ)[^<]*)</td><td class="name">', text) == [
        "Thứ Bảy",
        "Chủ nhật",
        "Thứ Sáu",
        "Thứ Bảy",
    ]


def test_every_wrong_line_is_named_and_nothing_is_added(office: Client) -> None:
    lines = "30/4/2027 Ngày Chiến thắng\nTết\nlàm bù 20/5/2027\n30/4/2027 Lễ"
    response = office.post(at("holidays_add", 2027), {"lines": lines})
    assert response.status_code == 422
    assert response.context["form"].errors["lines"] == [
        "Line 2: The line does not begin with a day. Found: “Tết”. Expected: a day or two days with a dash "
        "between, then the name, for example “30/4/2027 Ngày Chiến thắng”.",
        "Line 3: 20/05/2027 is no weekend day; only a Saturday or a Sunday is worked to make up.",
        "Line 4: 30/04/2027 comes twice.",
    ]
    text = source(response)
    assert (lines in text, "Nothing was added." in text) == (True, True)
    assert Holiday.objects.count() == 0
    assert office.post(at("holidays_add", 2027), {"lines": " "}).status_code == 422


def test_the_longest_text_that_the_field_takes_is_read() -> None:
    text = "ệ" * MOST["lines"]
    _rows, (fault,) = PASTED_HOLIDAYS.read(text.encode(), "2027.txt", 2027)
    assert str(fault.why) == "The line does not begin with a day."


def test_the_days_that_are_known_are_filled_in_and_added_only_when_somebody_adds_them(office: Client) -> None:
    added(HolidayRow(VICTORY.on, "Lễ 30/4"))
    lines = office.get(at("holidays", 2026), {"de-nghi": "1"}).context["form"]["lines"].value()
    assert (Holiday.objects.count(), "17/02/2026: Tết Nguyên Đán" in lines) == (1, True)
    office.post(at("holidays_add", 2026), {"lines": lines})
    table = [HolidayRow(day.on, day.name, day.worked) for day in queries.holidays_of(2026)]
    assert table == list(proposed_holidays(2026))


def test_a_day_is_corrected_on_its_page(office: Client) -> None:
    holiday, made_up = added()
    address = at("holiday_change", 2027, holiday.pk)
    assert office.get(address).context["form"].initial["name"] == "Ngày Chiến thắng"
    taken = {"on": "22/05/2027", "name": "Nghỉ"}
    for wrong in (taken, {"on": "29/04/2027", "worked": "on"}, {"on": "29/04/2027"}, {"on": "x"}):
        response = office.post(address, wrong)
        assert (response.status_code, list(response.context["form"].errors)) == (422, ["on"])
    response = office.post(address, {"on": "29/12/2026", "name": "Nghỉ"})
    assert (response["Location"], cells(office, 2026)) == (at("holidays", 2026), ["29/12/2026"])
    assert office.get(address).status_code == 404
    assert office.get(at("holiday_change", 2027, made_up.pk)).status_code == 200


def test_the_ticked_days_are_taken_out(office: Client) -> None:
    holiday, made_up = added()
    response = office.post(at("holidays_remove", 2027), {}, follow=True)
    assert [str(one) for one in response.context["messages"]] == ["Tick at least one day."]
    office.post(at("holidays_remove", 2026), {"days": [holiday.pk]})
    office.post(at("holidays_remove", 2027), {"days": [holiday.pk]})
    assert list(Holiday.objects.all()) == [made_up]


def test_a_reader_sees_the_table_without_forms(client_of: Browser) -> None:
    holiday, _made_up = added()
    leader = client_of(Role.LEADER)
    text = source(leader.get(at("holidays", 2027)))
    main = text[text.index("<main") :]
    assert ("<form" in main, "<input" in main, "<textarea" in main) == (False, False, False)
    for name in ("holidays_add", "holidays_remove"):
        assert leader.post(at(name, 2027)).status_code == 404
    assert leader.get(at("holiday_change", 2027, holiday.pk)).status_code == 404


def test_years_are_chosen_among_those_with_a_table_and_those_around_today(office: Client) -> None:
    added(HolidayRow(date(2019, 4, 30), "Lễ"))
    years = dict(office.get(at("holidays", 2027)).context["years"])
    assert (years[2019], years[2027], list(years) == sorted(years)) == (1, 0, True)
    for year in (1999, 2101):
        assert office.get(at("holidays", year)).status_code == 404
        assert office.post(at("holidays_add", year), {"lines": "x"}).status_code == 404


def test_the_cycles_lead_to_the_holidays_of_this_year(office: Client) -> None:
    text = source(office.get(at("list")))
    assert re.search(r"/ky-danh-gia/ngay-nghi/\d{4}/", text)


def test_the_page_costs_the_same_number_of_queries_however_many_days(office: Client) -> None:
    counts = []
    for start in (date(2027, 1, 1), date(2027, 6, 1)):
        added(*(HolidayRow(start + timedelta(days=ahead), "Nghỉ") for ahead in range(30)))
        with CaptureQueriesContext(connection) as made:
            assert office.get(at("holidays", 2027)).status_code == 200
        counts.append(len(made))
    assert counts[0] == counts[1]
