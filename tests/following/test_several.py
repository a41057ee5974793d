"""Many records at once: on one page and in an Excel file; all or nothing, the same file twice changes nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.core.plans.following.states import ProgressState
from cchc.core.words.messages import Faults
from cchc.following.actions.several import apply_progress
from cchc.following.exchange.progress_file import HEADINGS, STATES
from cchc.following.forms.several import touched_rows
from cchc.following.models import ProgressRecord, ProgressReport
from cchc.following.queries.files import progress_content
from cchc.following.staged import PROGRESS_SHEETS
from cchc.intake.actions import give_up, stage
from cchc.intake.kinds import Brought
from cchc.intake.models import StagedFile
from cchc.units.models import Unit
from tests.builders import a_followed_plan, a_member, a_province, a_unit, clerk_of, closed_record, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings: Any, tmp_path: Any) -> Unit:
    settings.MEDIA_ROOT = tmp_path
    unit = a_unit("Sở Nội vụ", parent=a_province())
    followed(unit, 3)
    return unit


def followed(unit: Unit, count: int) -> None:
    a_followed_plan(
        unit.parent,
        [
            {
                "number": str(at),
                "task": f"Việc {at}",
                "output": "Mở 05 lớp" if at == 1 else "",
                "lead": "Sở Nội vụ",
                "deadline": "30/6/2026",
            }
            for at in range(1, count + 1)
        ],
        title=f"Kế hoạch {count}",
    )


def the(number: str) -> ProgressRecord:
    return ProgressRecord.objects.get(measure__number=number)


# the page


def form_of(client: Client) -> dict[str, str]:
    """The form of the page as a browser would send it, unchanged."""
    rows = client.get(reverse("following:several")).context["lines"]
    found = {}
    for row in rows:
        at = f"r{row.record.pk}"
        found |= {f"{at}-version": str(row.version), f"{at}-seen": row.seen}
        found |= {f"{at}-{name}": value for name, value in row.values.items()}
    return found


@pytest.fixture
def clerk(office: Unit) -> Client:
    client = Client()
    client.force_login(a_member(Role.UNIT_CLERK, unit=office).person)
    return client


def pressed(clerk: Client, form: dict[str, str], **cells: str) -> Any:
    changed = {
        f"r{the(place[1:].partition('_')[0]).pk}-{place.partition('_')[2]}": text
        for place, text in cells.items()
    }
    return clerk.post(reverse("following:several"), form | changed)


def test_only_the_rows_that_were_touched_are_reported_with_one_entry_in_the_log(clerk: Client) -> None:
    form = form_of(clerk)
    assert pressed(clerk, form).status_code == 302
    assert not ProgressReport.objects.exists()
    answer = pressed(
        clerk, form, m1_state="under_way", m1_percent="40", m2_state="done", m2_text="Xong\r\nviệc"
    )
    assert answer.status_code == 302
    assert (the("1").percent, the("2").state, the("2").text, the("3").reported_at) == (
        40,
        "done",
        "Xong\nviệc",
        None,
    )
    assert Entry.objects.filter(verb="following.several_reported").count() == 1
    assert pressed(clerk, form_of(clerk)).status_code == 302
    assert ProgressReport.objects.count() == 2


def test_every_fault_of_every_row_is_said_at_once_and_nothing_is_saved(clerk: Client) -> None:
    answer = pressed(
        clerk, form_of(clerk), m1_state="not_done", m2_state="cancelled", m3_state="under_way", m3_percent="x"
    )
    assert answer.status_code == 422
    assert sorted(row.record.measure.number for row in answer.context["lines"] if row.faults) == [
        "1",
        "2",
        "3",
    ]
    assert not ProgressReport.objects.exists()
    assert pressed(clerk, form_of(clerk), m2_state="cancelled", m2_why="12/QĐ-UBND").status_code == 302
    assert the("2").document_number == "12/QĐ-UBND"


def test_what_others_reported_meanwhile_stands_in_its_row_and_untouched_rows_are_left_alone(
    clerk: Client, office: Unit
) -> None:
    form = form_of(clerk)
    reported(the("1"), ProgressState.UNDER_WAY, percent=20)
    reported(the("2"), ProgressState.UNDER_WAY, percent=30)
    answer = pressed(clerk, form, m1_state="under_way", m1_percent="70")
    assert answer.status_code == 409
    theirs = {row.record.measure.number: row.theirs for row in answer.context["lines"]}
    assert [number for number, one in theirs.items() if one is not None] == ["1"]
    assert (the("1").percent, the("2").percent) == (20, 30)
    again = {f"r{row.record.pk}-version": str(row.version) for row in answer.context["lines"]}
    assert pressed(clerk, form | again, m1_state="under_way", m1_percent="70").status_code == 302
    assert (the("1").percent, the("2").percent) == (70, 30)


def test_a_row_that_takes_no_report_any_more_is_told_and_the_others_stay_as_typed(clerk: Client) -> None:
    form = form_of(clerk)
    reported(the("1"))
    closed_record(the("1"))
    answer = pressed(
        clerk, form, m1_state="under_way", m1_percent="70", m2_state="under_way", m2_percent="10"
    )
    assert answer.status_code == 409
    assert answer.context["gone"] == 1
    assert [row.values["percent"] for row in answer.context["lines"] if row.record.measure.number == "2"] == [
        "10"
    ]
    assert the("2").reported_at is None


def test_the_page_asks_the_same_for_three_rows_and_for_forty(clerk: Client, office: Unit) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get(reverse("following:several")).status_code == 200
        return len(asked)

    queries()
    few = queries()
    followed(office, 40)
    assert queries() == few


def test_figures_are_typed_in_their_row_and_work_that_is_done_with_less_is_said_not_refused(
    clerk: Client,
) -> None:
    (row,) = (one for one in clerk.get(reverse("following:several")).context["lines"] if one.figures)
    assert row.figures == [("figure-0", "lớp", "5", "")]
    answer = pressed(clerk, form_of(clerk), **{"m1_figure-0": "bốn"})
    assert answer.status_code == 422
    answer = pressed(clerk, form_of(clerk), m1_state="done", **{"m1_figure-0": "4"})
    assert answer.status_code == 302
    assert the("1").reports.get().figures == [{"name": "lớp", "target": "5", "achieved": "4"}]
    (warned,) = (one for one in get_messages(answer.wsgi_request) if one.level_tag == "warning")
    assert "1 Việc 1: lớp: 4" in str(warned)


# the Excel file


def edited(data: bytes, **cells: Any) -> bytes:
    """A workbook with other values, each named by the number of its measure and the column: m1_percent."""
    book = load_workbook(io.BytesIO(data))
    table = book.worksheets[0]
    head = next(row for row in table.iter_rows() if row[-1].value == "Mã")
    columns = {cell.value: cell.column for cell in head}
    names = {"state": "Trạng thái", "percent": "Tỷ lệ (%)", "text": "Kết quả thực hiện", "reason": "Lý do"}
    names |= {"figures": "Số liệu đạt được", "code": "Mã", "document": "Số văn bản"}
    for place, value in cells.items():
        number, _sign, part = place[1:].partition("_")
        row = next(row for row in table.iter_rows() if row[columns["STT"] - 1].value == number)
        row[columns[names[part]] - 1].value = value
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def brought(office: Unit, data: bytes) -> StagedFile:
    by = clerk_of(office)
    file = Brought(by, "tien-do.xlsx", data, str(office.pk))
    return stage(by=by, kind=PROGRESS_SHEETS, brought=file, compared=PROGRESS_SHEETS.compare(file))


def test_the_file_has_its_columns_and_a_file_that_nobody_touched_changes_nothing(office: Unit) -> None:
    data = progress_content(clerk_of(office))
    rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).worksheets[0].iter_rows()]
    assert list(HEADINGS) in rows
    staged = brought(office, data)
    assert staged.difference == []
    with pytest.raises(ValidationError):
        apply_progress(by=clerk_of(office), staged=staged)
    give_up(by=clerk_of(office), staged=staged)


def test_a_filled_in_file_is_shown_applied_with_one_entry_and_the_second_time_changes_nothing(
    office: Unit,
) -> None:
    data = edited(
        progress_content(clerk_of(office)),
        m1_state="Hoàn thành",
        m1_percent=100,
        m1_figures="lớp: 5",
        m1_text="Đã mở đủ",
        m2_state="Không thực hiện",
        m2_reason="Chưa có kinh phí",
        m3_state="đang thực hiện",
        m3_percent=0.25,
    )
    with pytest.raises(Faults):
        brought(office, data)
    data = edited(data, m3_percent="25 %")
    staged = brought(office, data)
    assert staged.counts["records"] == 3
    assert not ProgressReport.objects.exists()
    apply_progress(by=clerk_of(office), staged=staged)
    assert [
        (one.measure.number, one.state, one.percent) for one in ProgressRecord.objects.order_by("measure")
    ] == [
        ("1", "without_product", 100),
        ("2", "not_done", 0),
        ("3", "under_way", 25),
    ]
    assert the("1").reports.get().figures == [{"name": "lớp", "target": "5", "achieved": "5"}]
    assert Entry.objects.filter(verb="following.sheet_applied").count() == 1
    assert brought(office, data).difference == []


def test_a_file_that_says_done_with_less_than_the_plan_asks_for_is_taken_and_that_is_said(
    office: Unit, clerk: Client
) -> None:
    data = edited(progress_content(clerk_of(office)), m1_state="Hoàn thành", m1_figures="lớp: 4")
    staged = brought(office, data)
    answer = clerk.post(reverse("following:sheet_apply", args=[staged.pk]))
    assert answer.status_code == 302
    (warned,) = (one for one in get_messages(answer.wsgi_request) if one.level_tag == "warning")
    assert "1 Việc 1: lớp: 4" in str(warned)


def test_every_fault_of_a_file_is_told_with_its_cell(office: Unit) -> None:
    data = edited(
        progress_content(clerk_of(office)),
        m1_state="Xong rồi",
        m1_percent="nhiều",
        m1_figures="lớp học: 5",
        m2_code=987654,
    )
    with pytest.raises(Faults) as refused:
        brought(office, data)
    assert len(refused.value.faults) == 4
    assert all(one.place.row and one.place.column for one in refused.value.faults)
    without = edited(
        progress_content(clerk_of(office)),
        m1_state="Không thực hiện",
        m2_state=STATES[ProgressState.CANCELLED],
    )
    with pytest.raises(Faults) as refused:
        brought(office, without)
    assert len(refused.value.faults) == 2
    assert all(one.place.row and one.place.column for one in refused.value.faults)


def test_a_file_of_another_unit_is_refused(office: Unit) -> None:
    other = a_unit("Sở Y tế", parent=office.parent)
    with pytest.raises(Faults):
        brought(other, progress_content(clerk_of(office)))


def test_what_others_reported_since_is_replaced_only_once_it_was_seen(office: Unit) -> None:
    data = edited(progress_content(clerk_of(office)), m1_state="Đang thực hiện", m1_percent=60)
    reported(the("1"), ProgressState.UNDER_WAY, percent=20)
    reported(the("2"), ProgressState.UNDER_WAY, percent=30)
    staged = brought(office, data)
    assert staged.counts["clashes"] == 1
    with pytest.raises(Changed):
        apply_progress(by=clerk_of(office), staged=staged)
    apply_progress(by=clerk_of(office), staged=staged, over=True)
    assert (the("1").percent, the("2").percent) == (60, 30)


def test_a_file_that_was_compared_with_something_else_is_not_applied(office: Unit) -> None:
    staged = brought(
        office, edited(progress_content(clerk_of(office)), m1_state="Đang thực hiện", m1_percent=60)
    )
    reported(the("1"), ProgressState.UNDER_WAY, percent=20, on=date(2026, 6, 2))
    with pytest.raises(Changed):
        apply_progress(by=clerk_of(office), staged=staged, over=True)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(STATES.values())),
    st.integers(0, 100),
    st.text(alphabet="ăbc \n", max_size=20),
    st.sampled_from(["", "5", "2,5"]),
)
def test_the_same_file_twice_changes_nothing_whatever_stands_in_it(
    office: Unit, state: str, percent: int, text: str, achieved: str
) -> None:
    cells = {"m1_state": state, "m1_percent": percent, "m1_text": text, "m1_figures": f"lớp: {achieved}"}
    data = edited(progress_content(clerk_of(office)), **cells, m1_reason="Vì vậy", m1_document="1/QĐ")
    staged = brought(office, data)
    if staged.difference:
        apply_progress(by=clerk_of(office), staged=staged, over=True)
    assert brought(office, data).difference == []


def test_a_row_with_an_endless_version_is_refused_and_not_a_crash(clerk: Client) -> None:
    row = f"r{the('1').pk}-version"
    answer = pressed(clerk, {**form_of(clerk), row: "9" * 5_000}, m1_state="under_way", m1_percent="40")
    assert answer.status_code == 422
    assert not ProgressReport.objects.exists()


class CountedForm(dict[str, str]):
    """A form that counts how often one of its fields is looked at."""

    looked = 0

    def __iter__(self) -> Iterator[str]:
        for name in super().__iter__():
            self.looked += 1
            yield name


def test_the_fields_of_a_form_are_gone_through_once_however_many_rows_it_names() -> None:
    form = CountedForm({f"r{at}-version": "1" for at in range(200)})
    assert len(touched_rows(form)) == 200
    assert form.looked == 200
