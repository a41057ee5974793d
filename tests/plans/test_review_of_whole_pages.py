"""The review of a draft: agencies, findings, head, putting in force, and who may."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from cchc.access.permissions import Role
from cchc.core.words.messages import Message, data_of
from cchc.documents.models import StoredFile
from cchc.intake.models import StagedFile
from cchc.plans.actions import measures as measure_actions
from cchc.plans.actions.plans import change_head, head_of
from cchc.plans.models import Acceptance, Agency, Measure, Plan, Section
from cchc.units.models import Kind, Unit, Wording
from tests.builders import (
    a_measure,
    a_member,
    a_plan,
    a_province,
    a_read_plan,
    a_unit,
    an_actor,
)
from tests.markup import source
from tests.plans.reviewed_plans import IN_PLACE, a_doubtful_text, a_waiting_reading, only, posted, the_text
from tests.reading.papers import SIX, table_rows

pytestmark = pytest.mark.django_db


def sent_by(form: Any) -> dict[str, Any]:
    """What a browser sends of a form as it is shown."""
    return {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}


# Agencies


def test_agencies_are_confirmed_chosen_or_kept_as_texts(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    province = Unit.objects.get()
    justice = a_unit("Sở Tư pháp", parent=province)
    a_unit("Sở Y tế", parent=province)
    plan = a_plan()
    a_measure(plan, lead="Sở Tư phap", cooperating="Các sở, ban, ngành; Tổ công tác liên ngành")
    address = f"/ke-hoach/{plan.pk}/soan/co-quan/"
    page = client.get(address)
    waiting = {agency.text: agency for agency in page.context["waiting"]}
    assert set(waiting) == {"Sở Tư phap", "Các sở, ban, ngành", "Tổ công tác liên ngành"}

    client.post(f"{address}dong-y/")
    left = Agency.objects.filter(confirmed=False)
    assert [agency.text for agency in left] == ["Tổ công tác liên ngành"]
    assert Wording.objects.count() == 0

    one = f"{address}{waiting['Sở Tư phap'].pk}/"
    assert client.get(one).status_code == 200
    part = source(client.get(one, headers=IN_PLACE))
    assert part.lstrip().startswith("<form")
    refused = client.post(one, {"units": "Sở Không Có"})
    assert (refused.status_code, refused.context["form"].errors.keys()) == (422, {"units"})
    said = source(refused)
    assert ('<option value="Sở Tư pháp">' in said, said.count('class="choose-units"')) == (True, 1)
    empty = client.post(one, {"units": "", "more": ""})
    assert (empty.status_code, empty.context["form"].errors.keys()) == (422, {"units"})
    client.post(one, {"units": "Sở Tư pháp", "remember": "on"})
    assert list(Wording.objects.get().units.all()) == [justice]

    client.post(f"{address}{waiting['Tổ công tác liên ngành'].pk}/", {"choice": "text"})
    assert not client.get(address).context["waiting"]


def test_a_unit_that_was_found_by_its_name_joins_those_of_the_list(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    units = [a_unit(name, parent=Unit.objects.get(kind=Kind.PROVINCE)) for name in ("Sở Tư pháp", "Sở Y tế")]
    plan = a_plan()
    a_measure(plan, lead="Hai sở")
    address = f"/ke-hoach/{plan.pk}/soan/co-quan/{Agency.objects.get().pk}/"
    client.post(address, {"units": "Sở Tư pháp", "more": "Sở Y tế"})
    assert list(Agency.objects.get().units.order_by("name")) == units


def test_agreeing_to_a_rule_is_not_remembered_but_a_spelling_is(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    a_unit("Sở Tư pháp", parent=Unit.objects.get())
    plan = a_plan()
    a_measure(plan, lead="Sở Tư phap", cooperating="Các sở, ban, ngành")
    for agency in Agency.objects.all():
        client.post(f"/ke-hoach/{plan.pk}/soan/co-quan/{agency.pk}/", {"choice": "agree"})
    assert [wording.text for wording in Wording.objects.all()] == ["Sở Tư phap"]


def test_an_office_of_another_body_is_proposed_confirmed_once_and_then_remembered(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    commune = a_unit("Xã Hòa Bình", Kind.COMMUNE, parent=Unit.objects.get())
    office = a_unit("Sở Ngoại vụ", Kind.DIVISION, parent=commune)
    plan, next_plan = a_plan(), a_plan(title="Kế hoạch khác")
    a_measure(plan, lead="Sở Ngoại vụ")
    agency = Agency.objects.get()
    assert (agency.confidence, agency.reason, agency.confirmed) == ("unsure", "elsewhere", False)
    assert list(agency.units.all()) == [office]
    address = f"/ke-hoach/{plan.pk}/soan/co-quan/"
    page = client.get(address)
    assert (page.context["proposals"], "an office of this name inside Xã Hòa Bình" in source(page)) == (
        0,
        True,
    )
    client.post(f"{address}{agency.pk}/", {"choice": "agree"})
    a_measure(next_plan, lead="Sở Ngoại vụ")
    known = Agency.objects.get(plan=next_plan)
    assert (known.confidence, known.reason, list(known.units.all())) == ("sure", "remembered", [office])


def test_the_plan_of_a_commune_means_its_own_office(client_of) -> None:
    client_of(Role.COORDINATOR)
    commune = a_unit("Xã Hòa Bình", Kind.COMMUNE, parent=Unit.objects.get())
    office = a_unit("Sở Ngoại vụ", Kind.DIVISION, parent=commune)
    a_measure(a_plan(commune), lead="Sở Ngoại vụ")
    agency = Agency.objects.get()
    assert (agency.confidence, agency.reason, list(agency.units.all())) == ("sure", "name", [office])


# Findings, the head, the plan


def test_a_finding_is_accepted_with_a_reason_and_taken_back(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    measure = a_measure(plan, deadline="Quý I/2026")
    page = client.get(f"/ke-hoach/{plan.pk}/soan/")
    found = page.context["chapters"][0].rows[0].found[0]
    assert (found.finding.code, page.context["open"]) == ("lead_missing", 1)
    address = f"/ke-hoach/{plan.pk}/soan/phat-hien/"
    assert client.post(address, {"fingerprint": found.fingerprint, "reason": ""}).status_code == 422
    gone = client.post(address, {"fingerprint": "0" * 64, "reason": "Không rõ"})
    assert gone.status_code == 422
    answer = client.post(address, {"fingerprint": found.fingerprint, "reason": "Cả tỉnh cùng làm"})
    assert answer.url == f"/ke-hoach/{plan.pk}/soan/#m{measure.pk}"
    page = client.get(f"/ke-hoach/{plan.pk}/soan/")
    assert (page.context["open"], page.context["accepted"]) == (0, 1)
    assert "Cả tỉnh cùng làm" in source(page)
    again = {"fingerprint": found.fingerprint, "reopen": "1"}
    assert client.post(address, again).url == f"/ke-hoach/{plan.pk}/soan/#m{measure.pk}"
    assert Acceptance.objects.count() == 0
    assert client.post(address, {**again, "fingerprint": "\x00"}).status_code == 422


def test_the_head_of_the_plan_is_changed(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(the_text())
    address = f"/ke-hoach/{plan.pk}/soan/van-ban/"
    typed = sent_by(client.get(address).context["form"])
    wrong = client.post(address, {**typed, "year": "26"})
    assert (wrong.status_code, wrong.context["form"].errors.keys()) == (422, {"year"})
    client.post(address, {**typed, "number": "15/KH-UBND", "date": "20/01/2026", "working_days": "on"})
    plan.refresh_from_db()
    assert (plan.document.number, str(plan.document.date)) == ("15/KH-UBND", "2026-01-20")
    assert plan.working_days is True


def test_whose_plan_it_is_is_mended_by_those_who_work_on_the_plans_of_all(client_of) -> None:
    plan = a_read_plan(the_text())
    province, office = plan.unit, a_unit("Sở An toàn", parent=plan.unit)
    change_head(by=an_actor(), plan=plan, head=replace(head_of(plan), unit_id=office.pk))
    address = f"/ke-hoach/{plan.pk}/soan/van-ban/"
    clerk = Client()
    clerk.force_login(a_member(Role.UNIT_CLERK, unit=office).person)
    assert "unit_id" not in clerk.get(address).context["form"].fields
    client = client_of(Role.COORDINATOR)
    typed = sent_by(client.get(address).context["form"])
    assert typed["unit_id"] == office.pk
    assert client.post(address, {**typed, "unit_id": province.pk}).status_code == 302
    plan.refresh_from_db()
    assert plan.unit == province
    again = client.post(address, {**typed, "unit_id": a_unit("Sở Xây dựng").pk})
    assert [(str(one.label), one.theirs, one.mine) for one in again.context["changes"]] == [
        ("Plan of", province.name, "Sở Xây dựng")
    ]
    mine = sent_by(clerk.get(f"/ke-hoach/{a_plan(office).pk}/soan/van-ban/").context["form"])
    assert clerk.post(f"/ke-hoach/{Plan.objects.get(unit=office).pk}/soan/van-ban/", mine).status_code == 302
    assert Plan.objects.filter(unit=office).count() == 1


def test_two_who_change_the_head_see_both_wordings_and_choose(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(the_text())
    address = f"/ke-hoach/{plan.pk}/soan/van-ban/"
    typed = sent_by(client.get(address).context["form"])
    now = replace(head_of(plan), number="16/KH-UBND", issuer="Sở Nội vụ", date=date(2026, 1, 21))
    change_head(by=an_actor(), plan=plan, head=now)
    answer = client.post(address, {**typed, "number": "15/KH-UBND", "title": "Tên của tôi"})
    assert answer.status_code == 409
    assert [(str(one.label), one.theirs, one.mine) for one in answer.context["changes"]] == [
        ("Number and symbol", "16/KH-UBND", "15/KH-UBND"),
        ("Date", "21/01/2026", None),
        ("Issued by", "Sở Nội vụ", None),
    ]
    assert head_of(Plan.objects.get()) == now
    again = sent_by(answer.context["form"])
    shown = {name: str(again[name]) for name in ("title", "number", "issuer")}
    assert shown == {"title": "Tên của tôi", "number": "15/KH-UBND", "issuer": "Sở Nội vụ"}
    assert client.post(address, again).status_code == 302
    mine = replace(now, title="Tên của tôi", number="15/KH-UBND")
    assert head_of(Plan.objects.get()) == mine


@pytest.mark.parametrize("seen", ["", "bịa:đặt", "1:2:3"])
def test_a_head_saved_without_having_been_seen_replaces_nothing_yet(client_of, seen: str) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan(title="Kế hoạch đang có")
    typed = {"seen": seen, "title": "Khác", "kind": "reform", "year": plan.year}
    answer = client.post(f"/ke-hoach/{plan.pk}/soan/van-ban/", typed)
    assert (answer.status_code, Plan.objects.get().title) == (409, "Kế hoạch đang có")
    (change,) = answer.context["changes"]
    assert (change.theirs, change.mine) == ("Kế hoạch đang có", "Khác")


def test_a_draft_is_given_up_from_its_review_with_a_word_of_what_goes(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(the_text())
    page = source(client.get(f"/ke-hoach/{plan.pk}/soan/"))
    assert f"with {Measure.objects.count()} measure" in page.partition("Give up the draft “")[2]
    give_up = f"/ke-hoach/doc/{plan.reading.pk}/bo/"
    assert f'action="{give_up}"' in page
    assert client.post(give_up).url == "/ke-hoach/doc/"
    assert (Plan.objects.count(), StagedFile.objects.count(), StoredFile.objects.count()) == (0, 0, 1)
    by_hand = a_plan()
    assert "Give this draft up" not in source(client.get(f"/ke-hoach/{by_hand.pk}/soan/"))


def test_every_finding_on_the_page_has_its_own_place(client_of) -> None:
    plan = a_plan()
    for _time in range(3):
        a_measure(plan, "Rà soát", deadline="Quý I/2026")
    page = source(client_of(Role.COORDINATOR).get(f"/ke-hoach/{plan.pk}/soan/"))
    places = re.findall(r'id="(f-[0-9a-f]{64})"', page)
    assert len(places) == len(set(places)) >= 3


def test_a_draft_is_put_in_force_only_when_nothing_is_left_to_do(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(a_doubtful_text())
    address = f"/ke-hoach/{plan.pk}/soan/thuc-hien/"
    refused = client.post(address)
    assert refused.status_code == 422
    assert "1 row is still to be checked." in source(refused)
    Measure.objects.update(checked=True)
    Agency.objects.update(confirmed=True)
    made = client.post(address, {"agreed": client.get(address).context["grave"].seal})
    plan.refresh_from_db()
    assert (made.url, plan.state) == (f"/ke-hoach/{plan.pk}/", Plan.State.CURRENT)
    editor = client.get(f"/ke-hoach/{plan.pk}/soan/")
    assert (editor.status_code, editor.context["draft"]) == (200, False)


def test_putting_in_force_says_first_what_it_means_and_names_the_open_findings(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    measure = a_measure(plan, deadline="Quý I/2026")
    make = f"/ke-hoach/{plan.pk}/soan/thuc-hien/"
    data = {"version": only(plan).version, "number": "1"}
    row = f"/ke-hoach/{plan.pk}/soan/nhiem-vu/{measure.pk}/"
    for answer in (client.get(f"/ke-hoach/{plan.pk}/soan/"), posted(client, row, data, in_place=True)):
        assert re.findall(r'id="make".*?href="([^"]*)"', source(answer), re.DOTALL) == [make]
    grave = client.get(make).context["grave"]
    assert grave.happens[0] == (
        "1 measure of “Kế hoạch cải cách hành chính” is in force from now on, and everybody sees it."
    )
    assert [(one.sentence, len(one.names)) for one in grave.unfinished] == [
        ("1 finding of the check is open.", 1)
    ]
    (found,) = (one for one in client.get(f"/ke-hoach/{plan.pk}/soan/").context["chapters"][0].rows[0].found)
    accepted = {"fingerprint": found.fingerprint, "reason": "Cả tỉnh cùng làm"}
    client.post(f"/ke-hoach/{plan.pk}/soan/phat-hien/", accepted)
    assert client.get(make).context["grave"].unfinished == ()


def test_a_plan_in_force_becomes_a_draft_again_for_a_reason(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    address = f"/ke-hoach/{plan.pk}/soan/ve-du-thao/"
    assert client.get(address).status_code == 404
    Plan.objects.update(state=Plan.State.CURRENT)
    assert f'href="{address}"' in source(client.get(f"/ke-hoach/{plan.pk}/"))
    assert f'href="{address}"' in source(client.get(f"/ke-hoach/{plan.pk}/soan/"))
    assert client.get(address).status_code == 200
    refused = client.post(address, {"reason": " "})
    assert (refused.status_code, refused.context["form"].errors.keys()) == (422, {"reason"})
    done = client.post(address, {"reason": "Ban hành nhầm bản"})
    plan.refresh_from_db()
    assert (done.url, plan.state) == (f"/ke-hoach/{plan.pk}/soan/", Plan.State.DRAFT)
    late = client.post(address, {"reason": "Ban hành nhầm bản"})
    assert (late.status_code, "The plan is a draft already." in source(late)) == (422, True)


def test_a_draft_says_that_the_same_document_is_there_already(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    first = a_read_plan(the_text())
    assert list(client.get(f"/ke-hoach/{first.pk}/soan/").context["twins"]) == []
    again = a_read_plan(the_text())
    page = client.get(f"/ke-hoach/{again.pk}/soan/")
    assert list(page.context["twins"]) == [first]
    assert "The same document is there already:" in source(page)
    change_head(by=an_actor(), plan=again, head=replace(head_of(again), number="9/KH", date=date(2026, 1, 9)))
    typed = a_plan()
    change_head(by=an_actor(), plan=typed, head=replace(head_of(typed), number="9/KH", date=date(2026, 1, 9)))
    assert list(client.get(f"/ke-hoach/{typed.pk}/soan/").context["twins"]) == [again]


def test_only_a_row_as_it_was_read_and_without_an_open_finding_need_not_be_checked(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    a_unit("Sở Tư pháp", parent=Unit.objects.get())
    columns = tuple(column for column in SIX if column != "cooperating")
    rows = [
        [text.replace("Văn phòng UBND tỉnh", "Sở Tư pháp") for text in row] for row in table_rows(columns)
    ]
    rows[3][-1] = "sớm nhất có thể"
    plan = a_read_plan(the_text(rows))

    def said() -> list[bool]:
        text = source(client.get(f"/ke-hoach/{plan.pk}/soan/"))
        return ["need not be checked" in row for row in text.split("<article")[1:]]

    assert said() == [True, False, True]
    first = Measure.objects.order_by("pk")[0]
    measure_actions.change_measure(
        by=an_actor(), measure=first, version=first.version, texts={"output": "Biên bản"}
    )
    assert said() == [False, False, True]


def test_a_reason_that_several_cells_share_is_said_once_for_the_row(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_read_plan(the_text())
    why = data_of(Message("The number {number} is missing.", number=1))
    Measure.objects.update(confidence="likely", doubts={"lead": why, "deadline": why})
    row = client.get(f"/ke-hoach/{plan.pk}/soan/").context["chapters"][0].rows[0]
    assert (len(row.doubts), [cell.said for cell in row.who if cell.doubt]) == (1, [False, False])
    Measure.objects.update(doubts={"": why, "lead": why})
    row = client.get(f"/ke-hoach/{plan.pk}/soan/").context["chapters"][0].rows[0]
    assert (len(row.doubts), [cell.said for cell in row.who if cell.doubt]) == (1, [False])


def test_a_plan_without_any_heading_gets_none_in_the_editor(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    plan = a_plan()
    a_measure(plan)
    Section.objects.update(heading="")
    address = f"/ke-hoach/{plan.pk}/soan/"
    assert "Measures before the first heading" not in source(client.get(address))
    a_measure(plan, heading="Thể chế")
    assert "Measures before the first heading" in source(client.get(address))


# Who may


def test_a_draft_of_another_unit_and_what_belongs_to_another_plan_do_not_exist(client_of) -> None:
    plan = a_plan(a_province())
    measure = a_measure(plan, lead="Sở Y tế")
    reading = a_waiting_reading()
    stranger = Client()
    department = a_unit("Sở Tài chính", parent=plan.unit)
    stranger.force_login(a_member(Role.UNIT_CLERK, unit=department).person)
    inside = [
        "soan/", "soan/van-ban/", "soan/co-quan/", f"soan/nhiem-vu/{measure.pk}/",
        f"soan/co-quan/{Agency.objects.get().pk}/", f"soan/nhiem-vu/them/?phan={measure.section_id}",
    ]  # fmt: skip
    for address in inside:
        assert stranger.get(f"/ke-hoach/{plan.pk}/{address}").status_code == 404
    for address in ("soan/thuc-hien/", "soan/phat-hien/", f"soan/nhiem-vu/{measure.pk}/xoa/"):
        assert stranger.post(f"/ke-hoach/{plan.pk}/{address}").status_code == 404
    assert stranger.get(f"/ke-hoach/doc/{reading.pk}/").status_code == 404
    assert stranger.get(f"/ke-hoach/doc/{reading.pk}/tep/").status_code == 404
    own = a_plan(department)
    assert stranger.get(f"/ke-hoach/{own.pk}/soan/").status_code == 200
    assert stranger.get(f"/ke-hoach/{own.pk}/soan/nhiem-vu/{measure.pk}/").status_code == 404
    assert only(plan).task == "Ban hành kế hoạch"


def test_a_plan_in_force_is_edited_by_its_own_people_only(client_of) -> None:
    plan = a_plan(a_province())
    Plan.objects.update(state=Plan.State.CURRENT)
    assert client_of(Role.COORDINATOR).get(f"/ke-hoach/{plan.pk}/soan/").status_code == 200
    assert client_of(Role.LEADER).get(f"/ke-hoach/{plan.pk}/soan/").status_code == 404
    assert client_of(Role.LEADER).get("/ke-hoach/doc/").status_code == 404
    department = a_unit("Sở Tài chính", parent=plan.unit)
    stranger = Client()
    stranger.force_login(a_member(Role.UNIT_HEAD, unit=department).person)
    assert stranger.get(f"/ke-hoach/{plan.pk}/soan/").status_code == 404
