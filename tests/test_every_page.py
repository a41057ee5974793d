"""What every page promises whoever opens it: it is well formed, its fields are labelled, what refers to something on it
finds it, every link leads to a page that this person may open, and nothing on it is left in the other language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from babel.messages.pofile import read_po
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve

import cchc
from cchc.access.decorators import Audience
from cchc.access.permissions import GRANTS, Capacity, Role, Scope
from cchc.access.practising import MOUNT
from cchc.accounts.models import Person
from cchc.portal.exchange.dictionary import TITLES, names_of
from cchc.portal.middleware import PREVIEW
from cchc.portal.views.answering import PORTAL
from cchc.portal.views.api import API
from tests import builders, markup
from tests.acts import Act, the_province
from tests.acts.everywhere import EVERY_ADDRESS, Ids, filled, ids_in, missing_said_plainly

pytestmark = pytest.mark.django_db
WHOLE = Capacity(Role.ADMINISTRATOR, Scope.PROVINCE)
ALIKE = {(one.scope, granted): one for one, granted in reversed(GRANTS.items())}
OF_A_TREE = Capacity(Role.LEADER, Scope.OWN_TREE)  # reads what heads of units read: tests/test_sight.py
# Of those that may the same as far, the first.
CAPACITIES = [one for one in GRANTS if one in ALIKE.values() and one != OF_A_TREE]
NOWHERE = "/khong-co-trang-nay/"
FIELDS = ("input", "select", "textarea")
NO_FIELD = ("hidden", "submit", "button")
REFERRING = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "aria-owns", "list", "form")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as one person sees it."""

    capacity: Capacity
    address: str
    tree: markup.Element

    def __str__(self) -> str:
        return f"{self.capacity.role} ({self.capacity.scope}) at {self.address}"


@pytest.fixture(scope="module")
def answers(world: dict[str, Act]) -> dict[Capacity, dict[str, Any]]:
    """What is answered to each capacity at each address."""
    return {capacity: _answered(capacity, ids_in(world)) for capacity in CAPACITIES}


def named(capacity: Capacity) -> str:
    """Under which name somebody of this capacity signs in."""
    return f"trang-{capacity.role}-{capacity.scope}"


def _answered(capacity: Capacity, known: list[Ids]) -> dict[str, Any]:
    member = builders.a_member(
        capacity.role, unit=the_province(), scope=capacity.scope, username=named(capacity)
    )
    client = Client(raise_request_exception=False)
    client.force_login(member.person)
    found = {NOWHERE: client.get(NOWHERE)}
    for address in sorted({filled(address, known) for address in EVERY_ADDRESS}):
        with transaction.atomic(), missing_said_plainly():
            found[address] = client.get(address)
            if found[address].streaming:
                b"".join(found[address])  # which closes the file
            transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def pages(answers: dict[Capacity, dict[str, Any]]) -> list[Page]:
    """Every page that somebody in one of the capacities may open, in Vietnamese."""
    return [
        Page(capacity, address, markup.read(answer.content.decode()))
        for capacity, found in answers.items()
        for address, answer in found.items()
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    ]


def faulty(pages: list[Page], fault: Any) -> list[str]:
    """What `fault` finds on each page, with the page."""
    return [f"{page}: {one}" for page in pages for one in fault(page)]


def test_every_address_is_answered_to_every_role(answers):
    broken = [
        f"{capacity} at {address}"
        for capacity, found in answers.items()
        for address, answer in found.items()
        if answer.status_code >= 500
    ]
    assert broken == []


def test_no_address_answers_whom_the_table_does_not_grant_it_whatever_stands_in_its_gaps(answers):
    def needed(address: str) -> set[Any]:
        found = getattr(resolve(urlsplit(address).path).func, "permission", ())
        return set(found) if isinstance(found, tuple) else set()

    asked = {address: needed(address) for address in answers[WHOLE] if address != NOWHERE}
    assert sum(bool(found and re.search(r"/\d+/", address)) for address, found in asked.items()) > 100
    answered = [
        f"{capacity} at {address}: {answers[capacity][address].status_code}"
        for capacity in CAPACITIES
        for address, permissions in asked.items()
        if not GRANTS[capacity].issuperset(permissions) and answers[capacity][address].status_code != 404
    ]
    assert answered == []


def test_pages_of_every_kind_are_looked_at(pages):
    opened = Counter(page.capacity for page in pages)
    assert opened[WHOLE] > 60
    assert min(opened[capacity] for capacity in CAPACITIES) > 5


def is_public(address: str) -> bool:
    """Whether an address is for everybody to keep: the portal without its previews, and its API."""
    return address.startswith((PORTAL, API)) and not address.startswith(PREVIEW)


def test_every_answer_says_what_may_run_in_it_and_that_nobody_keeps_it_unless_it_is_public(answers):
    loose = [
        f"{capacity} at {address}: {answer.status_code}"
        for capacity, found in answers.items()
        for address, answer in found.items()
        if answer.get("Content-Security-Policy", "").partition(";")[0] != "default-src 'none'"
        or ("no-store" in answer.get("Cache-Control", "")) == is_public(address)
        or answer.get("Content-Language") != "vi"
    ]
    assert loose == []


def test_the_main_page_to_which_a_page_belongs_is_marked_and_no_other(pages):
    def fault(page: Page) -> Iterator[str]:
        for nav in page.tree.find("nav", class_="bar-nav"):
            links = {link.get("href") or "": link.get("aria-current") for link in nav.find("a")}
            marked = [to for to, current in links.items() if current]
            around = [to for to in links if page.address.startswith(to)]
            if marked != sorted(around, key=len)[-1:]:  # a main page may stand below another one
                yield f"{marked} of {list(links)}"
            folded = [link.get("href") for fold in nav.find("details") for link in fold.find("a")]
            if bool(nav.find("summary", class_="bar-within")) != bool({*folded} & {*marked}):
                yield f"the fold over {folded}, marked {marked}"

    assert len([page for page in pages if page.tree.find("nav", class_="bar-nav")]) > 50
    assert faulty(pages, fault) == []


def test_each_page_has_one_heading_of_the_first_level_a_title_and_one_main_part(pages):
    def fault(page: Page) -> Iterator[str]:
        titles = [title for title in page.tree.find("title") if not title.around("svg")]
        counted = {"title": len(titles)} | {tag: len(page.tree.find(tag)) for tag in ("h1", "main", "html")}
        if counted != dict.fromkeys(counted, 1):
            yield str(counted)
        if not titles[0].inside or not page.tree.find("h1")[0].text:
            yield "an empty title or heading"
        if page.tree.find("html")[0].get("lang") != "vi":
            yield "another language"

    assert faulty(pages, fault) == []


def test_no_heading_leaves_out_a_level(pages):
    def fault(page: Page) -> Iterator[str]:
        before = 1
        for heading in page.tree.find("main")[0].find("h1", "h2", "h3", "h4", "h5"):
            level = int(heading.tag[1])
            if level > before + 1:
                yield f"{heading.tag} “{heading.text[:40]}” after h{before}"
            before = level

    assert faulty(pages, fault) == []


def test_no_two_things_on_a_page_have_one_id(pages):
    def fault(page: Page) -> Iterator[str]:
        ids = Counter(one.get("id") for one in page.tree.find(id=None))
        yield from (f"#{name} × {count}" for name, count in ids.items() if count > 1 or not name)

    assert faulty(pages, fault) == []


def test_what_refers_to_something_on_the_page_finds_it_there(pages):
    def fault(page: Page) -> Iterator[str]:
        ids = {one.get("id") for one in page.tree.find(id=None)}
        for one in page.tree.walk():
            for attribute in REFERRING:
                missing = set((one.get(attribute) or "").split()) - ids
                if missing:
                    yield f"<{one.tag} {attribute}> of {sorted(missing)}"
            to = one.get("href") or ""
            if one.tag == "a" and to.startswith("#") and to[1:] not in ids:
                yield f"a link to {to}"

    assert faulty(pages, fault) == []


def test_every_field_has_a_label_that_says_something(pages):
    def fault(page: Page) -> Iterator[str]:
        labels = {one.get("for"): one.text for one in page.tree.find("label", for_=None)}
        for field in page.tree.find(*FIELDS):
            if field.get("type") in NO_FIELD:
                continue
            around = field.around("label")
            said = labels.get(field.get("id") or "") or (around.text if around else "")
            if not (said or field.get("aria-label") or field.get("aria-labelledby")):
                yield f"<{field.tag} name={field.get('name')}>"

    assert faulty(pages, fault) == []


def test_every_button_and_every_link_says_where_it_leads(pages):
    def fault(page: Page) -> Iterator[str]:
        for one in page.tree.find("a", "button", "summary"):
            pictured = [image.get("alt") for image in one.find("img") if image.get("alt")]
            titles = [title for drawing in one.find("svg") for title in drawing.find("title") if title.inside]
            if not (one.text or one.get("aria-label") or pictured or titles):
                yield f"<{one.tag} href={one.get('href')} class={one.get('class')}>"

    assert faulty(pages, fault) == []


def test_every_picture_is_described_or_says_that_it_is_ornament(pages):
    def fault(page: Page) -> Iterator[str]:
        for image in page.tree.find("img"):
            if image.get("alt") is None:
                yield f"img {image.get('src')}"
        for drawing in page.tree.find("svg"):
            described = any(title.inside for title in drawing.find("title"))
            hidden = drawing.get("aria-hidden") == "true" or drawing.around("svg") or drawing.around("symbol")
            if not (described or hidden):
                yield f"svg {drawing.get('class')}"

    assert faulty(pages, fault) == []


def test_no_sign_stands_away_from_its_word(pages):
    def fault(page: Page) -> Iterator[str]:
        words = " ".join(page.tree.find("main")[0].raw.split())
        yield from (found.group() for found in re.finditer(r"\S* [,.;:!?)](?=\s|$)|\(\s\S*", words))

    assert faulty(pages, fault) == []


def test_a_cell_without_a_text_says_so_where_rows_become_cards(pages):
    """On a telephone it is left out; white space of the template makes it not empty to a style."""

    def fault(page: Page) -> Iterator[str]:
        for table in page.tree.find("table"):
            if not {"ledger-cards", "leaves"} & set((table.get("class") or "").split()):
                continue
            for cell in table.find("td"):
                shown = bool(cell.text or cell.find("svg", "input", "img", "div", "textarea", "select"))
                if shown == ("void" in (cell.get("class") or "").split()):
                    yield f"the cell {cell.attributes} with “{cell.text[:40]}”"

    assert faulty(pages, fault) == []


def test_every_table_says_what_its_cells_are(pages):
    def fault(page: Page) -> Iterator[str]:
        for table in page.tree.find("table"):
            heads = table.find("th")
            if not heads or any(
                head.get("scope") not in ("col", "colgroup", "row", "rowgroup") for head in heads
            ):
                yield f"table {table.get('class')}"

    assert faulty(pages, fault) == []


@cache
def leads_to(address: str, to: str) -> str | None:
    """The path of ours to which a link or form of a page leads; None when it stays, or leaves the platform."""
    parts = urlsplit(urljoin(f"http://testserver{address}", to))
    inside = parts.path.removeprefix(MOUNT) if parts.path.startswith(f"{MOUNT}/") else parts.path
    return inside if parts.netloc == "testserver" and not to.startswith("#") else None


@cache
def asked_at(path: str) -> Any:
    """What the page at this path asks of whoever opens it; raises Resolver404 where there is none."""
    return getattr(resolve(path).func, "permission", None)


def test_every_link_and_every_form_leads_to_a_page_that_this_person_may_open(pages):
    def fault(page: Page) -> Iterator[str]:
        shown = [(one, one.get("href") or "") for one in page.tree.find("a", href=None)]
        shown += [(one, one.get("action") or page.address) for one in page.tree.find("form")]
        shown += [(one, one.get("formaction") or "") for one in page.tree.find("button", formaction=None)]
        shown += [
            (one, one.get(f"hx-{verb}") or "")
            for verb in ("get", "post")
            for one in page.tree.find(**{f"hx_{verb}": None})
        ]
        for one, to in shown:
            path = leads_to(page.address, to)
            if path is None or path.startswith("/static/"):
                continue
            try:
                asked = asked_at(path)
            except Resolver404:
                yield f"<{one.tag}> to {to}, which is no page"
                continue
            if not (isinstance(asked, Audience) or GRANTS[page.capacity].issuperset(asked or ())):
                yield f"<{one.tag}> “{one.text[:30]}” to {to}, which needs {sorted(asked or ())}"

    assert faulty(pages, fault) == []


@pytest.mark.parametrize("capacity", CAPACITIES, ids="-".join)
def test_one_link_of_every_kind_opens_what_it_leads_to(capacity, pages, answers):
    """Of a kind are links to one page of the platform with the same parameters."""
    links: dict[tuple[str, ...], str] = {}
    plain = set()
    for page in (page for page in pages if page.capacity == capacity):
        for link in page.tree.find("a", href=None):
            to = urlsplit(urljoin(page.address, link.get("href") or ""))
            if leads_to(page.address, link.get("href") or "") and not to.query:
                plain.add(to.path)
            elif leads_to(page.address, link.get("href") or ""):
                kind = (resolve(to.path).route, *sorted(parse_qs(to.query)))
                links.setdefault(kind, f"{to.path}?{to.query}")
    client = Client()
    client.force_login(Person.objects.get(username=named(capacity)))
    assert {
        to: status for to in links.values() if (status := client.get(to).status_code) not in (200, 302)
    } == {}
    looked_at = plain & answers[capacity].keys()
    assert [to for to in looked_at if answers[capacity][to].status_code == 404] == []


@pytest.fixture(scope="module")
def english() -> frozenset[str]:
    """The English texts that have other words in Vietnamese, of every catalogue."""
    found = set()
    for path in sorted(Path(str(cchc.__path__[0])).glob("*/locale/vi/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="vi"):
                ids = message.id if isinstance(message.id, tuple) else (message.id,)
                found |= {text for text in ids if text and text != message.string and " " in text}
    return frozenset(found)


def test_nothing_on_a_vietnamese_page_is_left_in_english(pages, english):
    assert len(english) > 1000

    def fault(page: Page) -> Iterator[str]:
        spoken = ("aria-label", "title", "placeholder", "alt", "data-label")
        said = [one.get(name) or "" for one in page.tree.walk() for name in spoken if one.get(name)]
        yield from sorted(english & {*page.tree.pieces(), *said})

    assert faulty(pages, fault) == []


CODE = re.compile(
    r"[a-z]+(?:_[a-z]+)+|[a-z]+:[a-z]+:[a-z]+|%\(\w+\)s|\{\w*\}|None|<[A-Z]\w+: .*|\w+ object \(\d+\)"
)


def test_no_word_of_the_code_stands_on_a_page_but_open_columns_and_codes_of_drafted_rows(pages):
    columns = {name for form in TITLES for name in names_of(form)}

    def fault(page: Page) -> Iterator[str]:
        codes = {code.text for code in page.tree.find("code", class_="quiet frame-code")}
        yield from sorted({piece for piece in page.tree.pieces() if CODE.fullmatch(piece)} - columns - codes)

    assert faulty(pages, fault) == []


# A file's own name or a document's symbol may hold what looks like a date: it is said as it is written.
MANY_DECIMALS = re.compile(r"\d,\d{5,}")
OTHER_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b(?!\.)")


def test_numbers_have_at_most_four_decimals_and_dates_begin_with_the_day(pages):
    def fault(page: Page) -> Iterator[str]:
        for piece in page.tree.pieces():
            yield from MANY_DECIMALS.findall(piece) + OTHER_DATE.findall(piece)

    assert faulty(pages, fault) == []
