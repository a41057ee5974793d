"""The pages of scores: their correction, their import, the empty points file; whole, refused, invalid, in conflict."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cchc.access.permissions import Role
from cchc.audit.changes import changes_of
from cchc.audit.models import Entry
from cchc.criteria.queries import criteria_of
from cchc.cycles import actions as cycle_actions
from cchc.documents.queries.downloads import slug_of
from cchc.files.tables import read_table
from cchc.intake.models import StagedFile
from cchc.results.models import IndexRun, UnitIndex
from cchc.scores.actions.imports import APPLIED
from cchc.scores.exchange.mending import mending_file
from cchc.scores.exchange.points import read_points_file
from cchc.scores.models import Score
from cchc.scores.queries.comparison import preview_of
from cchc.ui.templatetags.ui import icon, message_text
from tests.builders import (
    POINTS,
    SCORED,
    a_scored_cycle,
    an_actor,
    imported,
    staged,
    staged_as,
)
from tests.files.bombs import text_cell, workbook
from tests.markup import source

pytestmark = pytest.mark.django_db

HTMX = {"headers": {"HX-Request": "true"}}


def at(cycle, rest: str = "") -> str:
    """The address of a page of `cycle`."""
    return f"/ket-qua/{cycle.province_id}/{cycle.year}/{rest}"


def unit_id(cycle, name: str = "Sở Nội vụ") -> int:
    return cycle.participants.get(name=name).unit_id


def upload(text: str = POINTS, name: str = "diem.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


# Correction


def correction(version: int = 1, **typed: str) -> dict[str, str]:
    return {"version": str(version), "how": "points", "points": "1.5", "reason": "Biên bản số 12", **typed}


def saved(client, address: str, typed: dict[str, str]):
    """The answer when somebody agrees to what a correction would change."""
    shown = client.post(address, typed)
    assert shown.status_code == 200
    return client.post(address, {**typed, "seen": shown.context["seen"]})


def test_a_score_is_corrected_by_hand(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    client, address = client_of(Role.COORDINATOR), at(cycle, f"don-vi/{unit_id(cycle)}/1.1/sua/")
    shown = client.get(address)
    assert (shown.status_code, 'value="9"' in source(shown)) == (200, True)
    response = saved(client, address, correction())
    row = Score.objects.get(participant__name="Sở Nội vụ", leaf="1.1")
    assert (response.status_code, row.points, row.reason, row.origin) == (
        302,
        "1.5",
        "Biên bản số 12",
        "decided",
    )


def test_figures_are_corrected_as_figures(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    typed = correction(how="figures", **{"figure-done": "5", "figure-total": "10"})
    saved(client_of(Role.COORDINATOR), at(cycle, f"don-vi/{unit_id(cycle)}/1.1/sua/"), typed)
    row = Score.objects.get(participant__name="Sở Nội vụ", leaf="1.1")
    assert (row.points, row.figures) == ("", {"done": "5", "total": "10"})


@pytest.mark.parametrize(
    "typed",
    [
        {"reason": ""},
        {"points": "1.234.5"},
        {"points": "9"},
        {"points": ""},
        {"how": "figures"},
        {"how": "figures", "figure-done": "-1", "figure-total": "0"},
    ],
)
def test_an_invalid_correction_is_shown_again(client_of, typed):
    cycle = a_scored_cycle()
    imported(cycle)
    address = at(cycle, f"don-vi/{unit_id(cycle)}/1.1/sua/")
    response = client_of(Role.COORDINATOR).post(address, correction(**typed))
    assert response.status_code == 422
    assert Score.objects.get(participant__name="Sở Nội vụ", leaf="1.1").version == 1


def test_a_conflict_shows_both_values_and_can_be_settled(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    client, address = client_of(Role.COORDINATOR), at(cycle, f"don-vi/{unit_id(cycle)}/1.2/sua/")
    saved(client, address, correction(points="1"))
    late = client.post(address, correction(points="0.5"))
    assert (late.status_code, late.context["now"].points, late.context["form"]["points"].value()) == (
        409,
        "1",
        "0.5",
    )
    again = correction(late.context["now"].version, points="0.5")
    assert saved(client, address, again).status_code == 302
    assert Score.objects.get(participant__name="Sở Nội vụ", leaf="1.2").points == "0.5"


def test_a_closed_cycle_offers_no_correction(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    cycle_actions.close_cycle(by=an_actor(), cycle=cycle)
    client, address = client_of(Role.COORDINATOR), at(cycle, f"don-vi/{unit_id(cycle)}/")
    assert (client.get(f"{address}1.2/sua/").status_code, "1.2/sua/" in source(client.get(address))) == (
        404,
        False,
    )


def test_only_who_may_correct_sees_the_form(client_of):
    cycle = a_scored_cycle()
    client, address = client_of(Role.UNIT_HEAD), at(cycle, f"don-vi/{unit_id(cycle)}/")
    assert (client.get(f"{address}1.2/sua/").status_code, "1.2/sua/" in source(client.get(address))) == (
        404,
        False,
    )


# Import


def test_a_file_is_previewed_then_applied_then_taken_back(client_of):
    cycle = a_scored_cycle()
    client = client_of(Role.COORDINATOR)
    sent = client.post(at(cycle, "nhap-diem/"), {"cycle_set": cycle.sets.get().pk, "file": upload()})
    preview = client.get(sent.url)
    assert (preview.status_code, preview.context["total"], Score.objects.count()) == (200, 11, 0)
    assert client.post(f"{sent.url}ap-dung/").status_code == 302
    assert (Score.objects.count(), IndexRun.objects.count()) == (11, 1)
    assert client.post(at(cycle, "nhap-diem/hoan-tac/")).status_code == 302
    assert UnitIndex.objects.filter(run=IndexRun.objects.first()).exclude(waiting=4).count() == 0


def test_a_faulty_file_lists_every_fault_with_its_cell(client_of):
    cycle = a_scored_cycle()
    sent = {"cycle_set": cycle.sets.get().pk, "file": upload("unit,1.2,2.2\nSở Nội vụ,3,x\nSở Y tế,1,1\n")}
    response = client_of(Role.COORDINATOR).post(at(cycle, "nhap-diem/"), sent)
    cells = [f"{fault.place.column}{fault.place.row}" for fault in response.context["faults"]]
    assert (response.status_code, cells, StagedFile.objects.count()) == (422, ["B2", "C2"], 0)


def test_without_a_file_the_form_is_shown_again(client_of):
    cycle = a_scored_cycle()
    response = client_of(Role.COORDINATOR).post(at(cycle, "nhap-diem/"), {"cycle_set": cycle.sets.get().pk})
    assert (response.status_code, "Choose a file." in source(response)) == (422, True)


def test_an_overtaken_preview_shows_both_values_and_is_read_again(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    waiting = staged(cycle, "unit,1.2\nSở Nội vụ,1\n")
    client = client_of(Role.COORDINATOR)
    saved(client, at(cycle, f"don-vi/{unit_id(cycle)}/1.2/sua/"), correction(points="0.5"))
    late = client.post(at(cycle, f"nhap-diem/{waiting.pk}/ap-dung/"))
    assert (late.status_code, [one.now.points for one in late.context["changed"].now]) == (409, ["0.5"])
    again = client.post(at(cycle, f"nhap-diem/{waiting.pk}/xem-lai/"))
    assert client.post(f"{again.url}ap-dung/").status_code == 302
    assert Score.objects.get(participant__name="Sở Nội vụ", leaf="1.2").points == "1"


def test_an_undo_that_would_undo_a_correction_names_it(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    client = client_of(Role.COORDINATOR)
    saved(client, at(cycle, f"don-vi/{unit_id(cycle)}/1.2/sua/"), correction(points="0.5"))
    response = client.post(at(cycle, "nhap-diem/hoan-tac/"))
    assert (response.status_code, [one.change.unit for one in response.context["changed"].now]) == (
        409,
        ["Sở Nội vụ"],
    )


def test_an_import_is_given_up(client_of):
    cycle = a_scored_cycle()
    waiting = staged(cycle)
    client_of(Role.COORDINATOR).post(at(cycle, f"nhap-diem/{waiting.pk}/bo/"))
    assert StagedFile.objects.count() == 0


def test_the_file_of_an_import_is_handed_out_as_it_came(client_of):
    cycle = a_scored_cycle()
    response = client_of(Role.COORDINATOR).get(at(cycle, f"nhap-diem/{imported(cycle).pk}/tep/"))
    assert b"".join(response.streaming_content) == POINTS.encode()


def test_the_empty_file_has_kad_where_the_cycle_says_so(client_of):
    cycle = a_scored_cycle()
    unit = cycle.participants.get(name="Sở Nội vụ")
    cycle_actions.change_applicability(
        by=an_actor(), cycle=cycle, off=[(unit.pk, "2.2")], reason="Không khảo sát"
    )
    cycle_set = cycle.sets.get()
    response = client_of(Role.COORDINATOR).get(at(cycle, f"nhap-diem/mau/{cycle_set.pk}.xlsx"))
    rows = read_table(response.content, "mau.xlsx").rows
    assert {row.at(0): row.at(len(rows[2].values) - 1) for row in rows[3:]} == {
        "Sở Nội vụ": "KAD",
        "Sở Tài chính": None,
        "Sở Y tế": None,
    }


def test_the_empty_file_filled_in_is_a_points_file(client_of):
    cycle = a_scored_cycle()
    cycle_set = cycle.sets.get()
    response = client_of(Role.COORDINATOR).get(at(cycle, f"nhap-diem/mau/{cycle_set.pk}.xlsx"))
    read = staged_as(an_actor(), cycle_set, response.content, "mau.xlsx")
    assert (read.counts["units"], read.difference) == (3, [])


def test_the_file_with_the_scores_of_the_cycle_changes_nothing_and_is_named_after_year_and_group(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    cycle_set = cycle.sets.get()
    response = client_of(Role.COORDINATOR).get(
        at(cycle, f"nhap-diem/mau/{cycle_set.pk}.xlsx"), {"theo-khoi": "1"}
    )
    name = f"nhap-diem-cchc-{cycle.year}-{slug_of(cycle_set.peer_group)}-theo-khoi.xlsx"
    assert name in response.headers["Content-Disposition"]
    read = staged_as(an_actor(), cycle_set, response.content, "mau.xlsx")
    assert (read.counts["units"], read.counts["same"], read.difference) == (3, 11, [])


# Rows with faults, by choice


def test_the_valid_rows_are_applied_by_choice_and_the_others_come_back_to_be_mended(client_of):
    cycle = a_scored_cycle()
    client = client_of(Role.COORDINATOR)
    text = "đơn vị,1.2,2.2\nSở Nội vụ,3,x\nSở Y tế,1,2\nSở Lạ,1,1\nSở Tài chính,1.5,3\n"
    sent = {"cycle_set": cycle.sets.get().pk, "file": upload(text)}
    refused = client.post(at(cycle, "nhap-diem/"), sent)
    assert (refused.status_code, "?dong-dung=1" in source(refused)) == (422, True)
    chosen = client.post(at(cycle, "nhap-diem/"), sent | {"file": upload(text), "valid_rows": "on"})
    preview = source(client.get(chosen.url))
    assert all(words in preview for words in ("Sở Lạ", "3 points are above the maximum of 2"))
    mend = client.get(f"{chosen.url}can-sua.xlsx")
    rows = read_table(mend.content, "sua.xlsx").rows
    assert [row.values for row in rows[3:]] == [
        ("Sở Nội vụ", None, None, None, None, "3", None, "x"), ("Sở Lạ", None, None, None, None, "1", None, "1"),
    ]  # fmt: skip
    ranking = source(client.post(f"{chosen.url}ap-dung/", follow=True))
    warning = ranking.split('class="notice notice-warning"')[1].split("</p>")[0]
    drawing = icon("alert-triangle").split('d="')[2].split('"')[0]
    assert (drawing in warning, "2 rows with faults were left out" in warning) == (True, True)
    assert set(Score.objects.values_list("participant__name", flat=True)) == {"Sở Y tế", "Sở Tài chính"}
    (change,) = changes_of(Entry.objects.get(verb=APPLIED))
    assert change == ("Rows with faults that were left out", "–", "Sở Nội vụ (A2), Sở Lạ (A4)")


@pytest.mark.parametrize("number", ["NaN", "1e999", "-inf"])
def test_a_row_left_out_is_kept_whatever_its_workbook_calls_a_number(number):
    cycle = a_scored_cycle()
    cells = [text_cell("đơn vị") + text_cell("1.2"), f"{text_cell('Sở Nội vụ')}<c><v>{number}</v></c>"]
    cells.append(f"{text_cell('Sở Y tế')}<c><v>1</v></c>")
    data = workbook("".join(f"<row>{row}</row>" for row in cells))
    read = read_points_file(data, "a.xlsx", SCORED)
    preview = preview_of(cycle.sets.get(), read, valid_rows=True)
    (row,) = preview.read["left_out"]
    assert json.loads(json.dumps(row, allow_nan=False)) == row
    assert (row["unit"], len(row["faults"])) == ("Sở Nội vụ", 1)
    assert mending_file(criteria_of(cycle.sets.get().version), [row], message_text)


@pytest.mark.parametrize("twin", ["Sở Nội vụ", "so noi vu"])
def test_of_a_unit_that_stands_twice_no_row_is_valid(twin):
    cycle = a_scored_cycle()
    read = read_points_file(f"đơn vị,1.2\nSở Nội vụ,1\n{twin},2\nSở Y tế,1\n".encode(), "a.csv", SCORED)
    preview = preview_of(cycle.sets.get(), read, valid_rows=True)
    assert [one.unit for one in preview.changes] == ["Sở Y tế"]
    assert [one.at for one in preview.left_out] == ["A2", "A3"]


def test_a_fault_of_the_whole_file_leaves_no_valid_rows(client_of):
    cycle = a_scored_cycle()
    text = "đơn vị,1.2,9.9\nSở Nội vụ,3,1\nSở Y tế,1,2\n"
    sent = {"cycle_set": cycle.sets.get().pk, "file": upload(text), "valid_rows": "on"}
    response = client_of(Role.COORDINATOR).post(at(cycle, "nhap-diem/"), sent)
    assert (response.status_code, StagedFile.objects.count()) == (422, 0)
    page = source(response)
    assert ("?dong-dung=1" in page, "Some faults concern the file as a whole" in page) == (False, True)


# Figures that are not all there


def test_figures_that_are_not_all_there_are_named_before_and_after_they_are_written(client_of):
    cycle = a_scored_cycle()
    imported(cycle, "đơn vị;1.1;1.2;2.1;2.2\nSở Nội vụ;1;1;1;1\n")
    client = client_of(Role.COORDINATOR)
    sent = {"cycle_set": cycle.sets.get().pk, "file": upload("đơn vị,1.1:done\nSở Nội vụ,9\nSở Y tế,9\n")}
    preview = client.get(client.post(at(cycle, "nhap-diem/"), sent).url)
    told = [(one["unit"], one["leaf"], one["leaves"]) for one in preview.context["counts"]["incomplete"]]
    assert told == [("Sở Nội vụ", "1.1", True), ("Sở Y tế", "1.1", False)]
    assert "The unit would leave the ranking." in source(preview)
    done = client.post(f"{preview.request['PATH_INFO']}ap-dung/", follow=True)
    assert "Sở Nội vụ has no index" in source(done)


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.UNIT_CLERK, Role.LEADER])
def test_readers_see_no_import(client_of, role):
    cycle = a_scored_cycle()
    client = client_of(role)
    assert client.get(at(cycle, "nhap-diem/")).status_code == 404
    assert client.post(at(cycle, f"nhap-diem/{staged(cycle).pk}/ap-dung/")).status_code == 404
    assert "nhap-diem" not in source(client.get(at(cycle)))


def test_a_closed_cycle_takes_no_file(client_of):
    cycle = a_scored_cycle()
    cycle_actions.close_cycle(by=an_actor(), cycle=cycle)
    sent = {"cycle_set": cycle.sets.get().pk, "file": upload()}
    assert client_of(Role.COORDINATOR).post(at(cycle, "nhap-diem/"), sent).status_code == 404
