"""The pages of criteria sets: whole, in part, refused, invalid, and in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.criteria.exchange.reading import read_set
from cchc.criteria.models import CriteriaVersion, VersionState
from tests.builders import CRITERIA, RULES, SCORED, a_draft, a_published_set
from tests.markup import source

pytestmark = pytest.mark.django_db

Browser = Callable[[Role], Client]
IN_PLACE = {"HX-Request": "true"}


def at(name: str, version: CriteriaVersion) -> str:
    return reverse(f"criteria:{name}", args=[version.pk])


def body(answer: Any) -> str:
    return source(answer)


def upload(client: Client, text: str, name: str = "bo-tieu-chi.toml") -> Any:
    return client.post(reverse("criteria:upload"), {"file": SimpleUploadedFile(name, text.encode())})


# The list


def test_the_list_without_a_set_says_who_brings_one(client_of: Browser) -> None:
    assert "A set comes as a file" in body(client_of(Role.COORDINATOR).get(reverse("criteria:list")))
    assert "The standing office uploads the set" in body(
        client_of(Role.UNIT_CLERK).get(reverse("criteria:list"))
    )


def test_the_list_shows_drafts_to_editors_only(client_of: Browser) -> None:
    a_draft(RULES)
    listed = {
        role: "Bộ tiêu chí của các quy tắc" in body(client_of(role).get(reverse("criteria:list")))
        for role in Role
    }
    assert listed == {role: role in (Role.ADMINISTRATOR, Role.COORDINATOR) for role in Role}


def test_the_list_asks_the_same_however_many_sets_there_are(client_of: Browser) -> None:
    client, asked = client_of(Role.COORDINATOR), []
    for number in ("1", "2", "3"):
        a_draft(CRITERIA.replace('version = "1"', f'version = "{number}"'))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("criteria:list"))
        asked.append(len(queries))
    assert len(set(asked)) == 1


# The set


def test_the_set_as_a_whole_shows_its_domains_and_the_hints_for_a_draft(client_of: Browser) -> None:
    page = body(client_of(Role.COORDINATOR).get(at("version", a_draft(RULES))))
    assert all(
        text in page
        for text in ("Chuyển đổi số", "A draft: nobody is scored by it yet", "1 criterion without a rule")
    )
    votes = "decides with at least 2/3 of its members present, by more than half of the members present"
    assert votes in page  # what holds where the set is silent


def test_a_draft_does_not_exist_for_readers(client_of: Browser) -> None:
    draft, client = a_draft(RULES), client_of(Role.UNIT_HEAD)
    names = ("version", "toml", "excel")
    assert {client.get(at(name, draft)).status_code for name in names} == {404}


def test_a_published_set_offers_neither_publication_nor_deletion(client_of: Browser) -> None:
    version, client = a_published_set(RULES), client_of(Role.ADMINISTRATOR)
    page = body(client.get(at("version", version)))
    assert (at("publish", version) in page, at("delete", version) in page) == (False, False)
    assert {client.get(at(name, version)).status_code for name in ("publish", "delete")} == {404}


def test_a_leaf_shows_its_rule_its_examples_and_its_evidence(client_of: Browser) -> None:
    page = body(client_of(Role.UNIT_CLERK).get(at("version", a_published_set(RULES)), {"leaf": "1.1"}))
    told = (
        "Số nhiệm vụ hoàn thành ÷ Số nhiệm vụ trong kế hoạch × maximum points; below 80 %: 0 points",
        "When Số nhiệm vụ trong kế hoạch = 0: not applicable",
        "Báo cáo kết quả thực hiện kế hoạch",
        "Sở Nội vụ",
        "source: Kế hoạch năm",
        'class="fp"',
    )
    assert [text for text in told if text not in page] == []
    assert page.count("the same") == 3


def test_a_leaf_without_a_rule_says_that_points_are_entered(client_of: Browser) -> None:
    page = body(client_of(Role.UNIT_CLERK).get(at("version", a_published_set(RULES)), {"leaf": "1.3"}))
    assert "No rule: the appraiser enters the points directly" in page
    assert 'id="attempt"' not in page


def test_an_unknown_leaf_is_not_found(client_of: Browser) -> None:
    assert (
        client_of(Role.LEADER).get(at("version", a_published_set(RULES)), {"leaf": "7.7"}).status_code == 404
    )


def test_in_place_only_the_leaf_comes(client_of: Browser) -> None:
    client, address = client_of(Role.LEADER), at("version", a_published_set(RULES))
    answer = client.get(address, {"leaf": "1.1"}, headers=IN_PLACE)
    assert (body(answer).lstrip().startswith('<div class="set-leaf"'), "<html" in body(answer)) == (
        True,
        False,
    )
    assert "HX-Request" in answer.headers["Vary"].split(", ")


def test_in_place_only_the_tree_comes_when_searched(client_of: Browser) -> None:
    client, address = client_of(Role.LEADER), at("version", a_published_set(RULES))
    page = body(client.get(address, {"q": "hai long"}, headers=IN_PLACE))
    assert page.lstrip().startswith('<div id="tree">')
    assert ("leaf=2.3" in page, "leaf=1.1" in page) == (True, False)


def test_a_search_without_a_match_says_so(client_of: Browser) -> None:
    page = body(client_of(Role.LEADER).get(at("version", a_published_set(RULES)), {"q": "<b>xyz"}))
    assert "Nothing in this set holds “&lt;b&gt;xyz”." in page


def test_a_leaf_costs_as_few_queries_as_the_whole(client_of: Browser) -> None:
    client, address = client_of(Role.LEADER), at("version", a_published_set(RULES))
    asked = []
    for query in ({}, {"leaf": "1.1"}, {"leaf": "1.1", "f-done": "9", "f-planned": "10"}):
        with CaptureQueriesContext(connection) as queries:
            client.get(address, query)
        asked.append(len(queries))
    assert len(set(asked)) == 1


# Trying a rule


def tried(client_of: Browser, leaf: str, **figures: str) -> Any:
    """The answer to figures tried on a leaf, in place."""
    typed = {f"f-{name.replace('__', '-')}": text for name, text in figures.items()}
    address = at("version", a_published_set(RULES))
    return client_of(Role.UNIT_CLERK).get(address, {"leaf": leaf, **typed}, headers=IN_PLACE)


def test_tried_figures_give_points_and_every_step(client_of: Browser) -> None:
    answer = tried(client_of, "1.1", done="9", planned="10")
    page = body(answer)
    assert (answer.status_code, page.lstrip().startswith('<section class="sheet attempt"')) == (200, True)
    told = ("<strong>1.35</strong>", "9 ÷ 10", "90 % × 1.5", "share not reached", "−0.15", "9 nhiệm vụ")
    assert [text for text in told if text not in page] == []


def test_figures_are_typed_with_the_decimal_sign_of_the_page(client_of: Browser) -> None:
    client, address = client_of(Role.UNIT_CLERK), at("version", a_published_set(RULES))
    client.cookies["django_language"] = "vi"
    page = body(client.get(address, {"leaf": "2.1", "f-online": "79,5 %"}))
    assert [text for text in ("<strong>1,5</strong>", "79,5 %") if text not in page] == []


@pytest.mark.parametrize(
    ("leaf", "figures", "message"),
    [
        ("1.1", {"done": "chín"}, "“chín” is not a number"),
        ("1.1", {"done": "1.5"}, "1.5 is no whole number"),
        ("1.1", {"done": "-1"}, "-1 is below the least allowed, 0"),
        ("2.1", {"online": "120"}, "120 % is above the most allowed, 100 %"),
        ("1.2", {"issued": "31/02/2026", "year": "2026"}, "“31/02/2026” is no date"),
        ("1.2", {"issued": "31/12/2025", "year": ""}, "Give the year"),
        (
            "2.2",
            {"rate": "50", "group__lowest": "80", "group__highest": "60"},
            "The highest is below the lowest.",
        ),
        ("2.2", {"rate": "50"}, "compares units of a peer group"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    client_of: Browser, leaf: str, figures: dict[str, str], message: str
) -> None:
    answer = tried(client_of, leaf, **figures)
    page = body(answer).replace("&quot;", "”").replace('"', "”").replace("”31/02/2026”", "“31/02/2026”")
    assert (answer.status_code, message.replace("−", "-") in page.replace("−", "-")) == (422, True)
    assert 'class="trial-result"' not in body(answer)


def test_missing_figures_are_named(client_of: Browser) -> None:
    page = body(tried(client_of, "1.1", done="9"))
    assert "Not scored yet: some figures are missing. Số nhiệm vụ trong kế hoạch" in page


def test_not_applicable_is_said(client_of: Browser) -> None:
    assert "Not applicable: it leaves points and maximum alike" in body(tried(client_of, "1.1", planned="0"))


def test_days_are_counted_from_the_year_that_was_given(client_of: Browser) -> None:
    page = body(tried(client_of, "1.2", issued="05/01/2026", year="2026"))
    told = ("Days after 31/12/2025", "05/01/2026", "<strong>0.5</strong>", "late")
    assert [text for text in told if text not in page] == []


def test_a_date_may_be_declared_as_none(client_of: Browser) -> None:
    page = body(tried(client_of, "1.2", issued="none", year="2026"))
    assert ("<strong>0</strong>" in page, "not done" in page) == (True, True)


def test_a_relative_rule_is_tried_with_the_ends_of_the_group_in_percent(client_of: Browser) -> None:
    page = body(tried(client_of, "2.2", rate="60", group__lowest="40", group__highest="80"))
    assert [
        text for text in ("<strong>1.5</strong>", "0.6 ÷ 0.8", "behind the best unit") if text not in page
    ] == []


def test_an_example_can_be_followed_into_its_derivation(client_of: Browser) -> None:
    client, address = client_of(Role.LEADER), at("version", a_published_set(RULES))
    page = body(client.get(address, {"leaf": "1.1"}))
    assert "?leaf=1.1&amp;f-done=9&amp;f-planned=10#attempt" in page
    assert "<strong>1.35</strong>" in body(client.get(f"{address}?leaf=1.1&f-done=9&f-planned=10"))


# Upload


def test_a_whole_file_leads_to_its_draft(client_of: Browser) -> None:
    answer = upload(client_of(Role.COORDINATOR), RULES)
    assert answer.url == at("version", CriteriaVersion.objects.get())


def test_a_file_sent_twice_leads_to_the_draft_and_says_that_nothing_changed(client_of: Browser) -> None:
    client = client_of(Role.COORDINATOR)
    upload(client, RULES)
    answer = upload(client, RULES)
    assert answer.url == at("version", CriteriaVersion.objects.get())
    page = body(client.get(answer.url))
    assert "This file is stored already as this version; nothing was changed." in page


def test_every_fault_is_shown_with_its_line_and_nothing_is_stored(client_of: Browser) -> None:
    answer = upload(client_of(Role.COORDINATOR), RULES.replace("-> 1.35", "-> 1.34").replace('"6"', '"7"'))
    page = body(answer)
    assert (answer.status_code, CriteriaVersion.objects.count()) == (422, 0)
    told = ("3 faults in “bo-tieu-chi.toml”. Nothing was stored.", "Line 31", "The rule gives 1.35 points")
    assert [text for text in told if text not in page] == []


def test_what_a_file_says_is_never_markup(client_of: Browser) -> None:
    page = body(upload(client_of(Role.COORDINATOR), RULES.replace('"commune"', '"<script>x</script>"')))
    assert ("<script>x" in page, "&lt;script&gt;x" in page) == (False, True)


def test_a_file_of_another_kind_is_refused_by_name(client_of: Browser) -> None:
    answer = upload(client_of(Role.COORDINATOR), "x", name="bo-tieu-chi.docx")
    assert (answer.status_code, "This is no criteria file" in body(answer)) == (422, True)


def test_no_file_and_an_empty_file_are_refused(client_of: Browser) -> None:
    client = client_of(Role.COORDINATOR)
    answers = [client.post(reverse("criteria:upload"), {}), upload(client, "")]
    said = [
        (answer.status_code, text in body(answer))
        for answer, text in zip(answers, ("Choose a file.", "empty"), strict=True)
    ]
    assert said == [(422, True), (422, True)]


def test_a_published_version_is_not_uploaded_again(client_of: Browser) -> None:
    a_published_set(RULES)
    answer = upload(client_of(Role.COORDINATOR), RULES)
    assert (answer.status_code, "is published and never changes" in body(answer)) == (422, True)


def test_a_set_whose_title_is_too_long_to_store_is_refused(client_of: Browser) -> None:
    answer = upload(client_of(Role.COORDINATOR), RULES.replace("Bộ tiêu chí của các quy tắc", "x" * 301))
    assert (answer.status_code, "at most 300 are kept" in body(answer)) == (422, True)
    assert CriteriaVersion.objects.count() == 0


# Publication and deletion


def test_publication_is_announced_with_what_is_left_out_and_then_done(client_of: Browser) -> None:
    draft, client = a_draft(RULES), client_of(Role.COORDINATOR)
    grave = client.get(at("publish", draft)).context["grave"]
    assert "The version is frozen in the database" in grave.happens[1]
    assert [(one.sentence, len(one.names)) for one in grave.unfinished] == [
        ("1 criterion has no rule: its points are typed.", 1),
        ("4 rules have no worked example that shows them as meant.", 4),
    ]
    basis = {"basis_number": "12/QĐ-UBND", "basis_date": "05/01/2026"}
    assert client.post(at("publish", draft), basis).status_code == 200
    answer = client.post(at("publish", draft), basis | {"agreed": grave.seal})
    draft.refresh_from_db()
    assert (answer.url, draft.state, draft.basis) == (
        at("version", draft),
        VersionState.PUBLISHED,
        "12/QĐ-UBND, 05/01/2026",
    )


def test_a_draft_is_deleted_after_asking(client_of: Browser) -> None:
    draft, client = a_draft(RULES), client_of(Role.COORDINATOR)
    assert "the draft with its 6 criteria leaves the list" in body(client.get(at("delete", draft)))
    assert client.post(at("delete", draft)).url == reverse("criteria:list")
    assert CriteriaVersion.objects.count() == 0


# Files


def test_the_set_is_downloaded_as_toml_and_as_excel_without_loss(client_of: Browser) -> None:
    version, client = a_published_set(RULES), client_of(Role.UNIT_CLERK)
    for name, ending in (("toml", "toml"), ("excel", "xlsx")):
        answer = client.get(at(name, version))
        assert (
            answer.headers["Content-Disposition"] == f'attachment; filename="bo-tieu-chi-quy-tac-1.{ending}"'
        )
        assert read_set(answer.content, f"a.{ending}") == read_set(RULES.encode(), "a.toml")


def test_the_file_as_uploaded_is_for_those_who_edit(client_of: Browser) -> None:
    version = a_published_set(RULES)
    answer = client_of(Role.COORDINATOR).get(at("source", version))
    assert b"".join(answer.streaming_content) == RULES.encode()
    assert client_of(Role.UNIT_CLERK).get(at("source", version)).status_code == 404


# Permissions


@pytest.mark.parametrize("name", ["upload", "publish", "delete", "source"])
def test_pages_of_editors_do_not_exist_for_readers(client_of: Browser, name: str) -> None:
    address = reverse("criteria:upload") if name == "upload" else at(name, a_draft(RULES))
    answers = {role: client_of(role).get(address).status_code for role in Role}
    editors = (Role.ADMINISTRATOR, Role.COORDINATOR)
    assert answers == {role: 200 if role in editors else 404 for role in Role}


@pytest.mark.parametrize("name", ["publish", "delete"])
def test_readers_cannot_post_either(client_of: Browser, name: str) -> None:
    draft = a_draft(RULES)
    assert client_of(Role.UNIT_HEAD).post(at(name, draft)).status_code == 404
    assert CriteriaVersion.objects.get().state == VersionState.DRAFT


CHECKED = SCORED.replace(
    'rule = "ratio done / total"',
    'checks = ["done <= total", "done + total < 100 | Năm nay không ai có trên 100 nhiệm vụ"]\n'
    'rule = "ratio done / total"',
)


def test_cross_checks_stand_in_words_beside_the_rule_and_hold_where_it_is_tried(client_of: Browser) -> None:
    version = a_published_set(CHECKED)
    client = client_of(Role.COORDINATOR)
    page = client.get(f"{at('version', version)}?leaf=1.1")
    assert "Số nhiệm vụ hoàn thành ≤ Số nhiệm vụ trong kế hoạch" in body(page)
    assert "Năm nay không ai có trên 100 nhiệm vụ" in body(page)
    tried = client.get(f"{at('version', version)}?leaf=1.1&f-done=60&f-total=51")
    assert tried.status_code == 422
    assert "Năm nay không ai có trên 100 nhiệm vụ (declared: " in body(tried)
    assert "Số nhiệm vụ hoàn thành: 60; Số nhiệm vụ trong kế hoạch: 51" in body(tried)
    assert client.get(f"{at('version', version)}?leaf=1.1&f-done=39&f-total=51").status_code == 200
