"""Every form of the platform is sent as nobody means it, and every address is asked for in every way: whatever comes
is answered, and nothing breaks. `CCHC_FUZZED_INPUTS` draws more than four of each; `CCHC_FUZZED_COUNTS` names a file
that is told how often which status was answered.

PostgreSQL is asked what it may answer otherwise than SQLite: each act rightly filled in, two drawn forms of each, each
address as it is, and with a number that no column holds."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import resolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.accounts.models import Person
from cchc.audit.changes import changes_of
from cchc.audit.models import Entry
from cchc.audit.queries import sentence
from cchc.audit.verbs import FACTS
from cchc.config.headers import LONGEST_QUERY
from cchc.documents.actions.uploading import begin_upload
from cchc.documents.queries.uploads import uploads_folder
from cchc.documents.tasks import read_incoming_file
from cchc.units.models import Unit
from tests import builders
from tests.acts import MAKERS, Act, Data, now_in_the_log, recorded, someone, the_province
from tests.acts.everywhere import EVERY_ADDRESS, PARAMETER, Ids, filled, ids_in, missing_said_plainly
from tests.foreign_fields import OPTIONAL, Written, foreign_fields, written
from tests.hostile_forms import forms_like, posted, queries_like, texts
from tests.libraries import a_clerk, a_stored_file, incoming

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::UserWarning")]

FIRST = connection.vendor == "sqlite"  # which is asked everything
FEW = 4 if FIRST else 2
INPUTS = int(os.environ.get("CCHC_FUZZED_INPUTS", FEW))
COUNTS = os.environ.get("CCHC_FUZZED_COUNTS")
RARE = ("head", "put", "patch", "delete", "options", "trace")
TOO_LARGE = ("get", "9" * 19)
# what stands in an address in place of an id
HOSTILE = (("get", "0"), TOO_LARGE, ("post", "9" * 400)) if FIRST else (TOO_LARGE,)
GAP_OR_CODE = re.compile(
    r"…|\d{4}-\d\d-\d\d|\{|^\w+\.\w+: "
)  # a fact that no entry holds, a machine's day, a verb

WITH_CHANGES = {"units.changed", "plans.measure_changed", "plans.changed", "cycles.phases_changed"}
ROOM_FOR_OWN = 500  # letters of an address that its own query may have
NOT_SAID = {"unit_ids"}  # ids beside the names

answered: Counter[str] = Counter()

drawn = settings(
    max_examples=INPUTS,
    deadline=None,
    database=None,
    derandomize=INPUTS == FEW,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module", autouse=True)
def _told() -> Iterator[None]:
    yield
    if COUNTS:
        Path(COUNTS).write_text(json.dumps(answered), encoding="utf-8")


@pytest.fixture
def browser(world: dict[str, Act]) -> Client:
    """A browser of an administrator of the province."""
    return browser_of(Role.ADMINISTRATOR)


def browser_of(role: Role) -> Client:
    """A browser in which somebody of this role in the province is signed in."""
    client = Client()
    client.force_login(someone(role))
    return client


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written meanwhile is taken back: by the database, and the files on their way in on the disk, which a
    finished upload throws away."""
    folder = uploads_folder()
    parts = {path: path.read_bytes() for path in (folder.iterdir() if folder.is_dir() else ())}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for path, content in parts.items():
        path.unlink(missing_ok=True)  # its bytes may stand in the place of stored files by now
        path.write_bytes(content)


def ask(client: Client, method: str, address: str, **form: Any) -> int:
    """The status that is answered; what was written for it is taken back. A broken page raises what broke it."""
    with taken_back():
        answer = getattr(client, method)(address, **form)
        status: int = answer.status_code
        if answer.streaming:
            b"".join(answer)  # which closes the file
    answered[str(status)] += 1
    return status


@pytest.fixture(scope="module")
def foreign(world: dict[str, Act]) -> dict[str, str]:
    return foreign_fields()


@pytest.mark.parametrize("name", MAKERS)
def test_a_form_that_is_filled_in_rightly_is_done_and_what_it_does_not_ask_for_changes_nothing(
    name, world, foreign, db
):
    """In the body and in the address alike."""
    act = world[name]
    signed_in, before = browser_of(act.role).cookies, now_in_the_log()

    def sent(address: str, data: Data) -> tuple[int, Written]:
        browser = Client()
        browser.cookies.load({key: one.value for key, one in signed_in.items()})
        with written() as seen:
            status = browser.post(address, posted(data)).status_code
        return status, seen

    with taken_back():
        plain = sent(act.address, act.data)
        done = recorded(before)
        entries = list(Entry.objects.filter(pk__gt=before))
        told = [sentence(entry) for entry in entries]
        said = {entry.verb for entry in entries if changes_of(entry)}
    assert (plain[0] < 400, done.count(act.once)) == (True, 1 if act.once else 0), done
    assert not [one for one in told if GAP_OR_CODE.search(one)]
    assert [fact for entry in entries for fact in without_words(entry)] == []
    assert act.once not in WITH_CHANGES or act.once in said

    if FIRST:  # the numbers that another database has given out it does not give out again
        more = foreign.keys() - act.data.keys() - OPTIONAL.get(name, set())
        for loaded in _in_addresses({field: foreign[field] for field in sorted(more)}):
            address = f"{act.address}{'&' if '?' in act.address else '?'}{urlencode(loaded)}"
            with taken_back():
                assert sent(address, {**act.data, **loaded}) == plain


def _in_addresses(fields: Data) -> Iterator[Data]:
    """The fields in parts of which each fits into one address."""
    part, length = Data(), 0
    for name, value in fields.items():
        longer = len(urlencode({name: value})) + 1
        if part and length + longer > LONGEST_QUERY - ROOM_FOR_OWN:
            yield part
            part, length = Data(), 0
        part[name], length = value, length + longer
    yield part


def without_words(entry: Entry) -> set[str]:
    """The facts that an entry says were changed, and for which its room has no words."""
    shapes = [entry.facts.get(shape) for shape in ("changes", "after")]
    named = {name for shape in shapes if isinstance(shape, dict) for name in shape}
    return named - FACTS.get(entry.verb.partition(".")[0], {}).keys() - NOT_SAID


def test_the_acts_hold_those_whose_changes_are_told(world):
    assert {act.once for act in world.values()} >= WITH_CHANGES


@pytest.mark.parametrize("name", MAKERS)
def test_a_form_is_answered_whatever_stands_in_it(name, world, db):
    act = world[name]
    browser = browser_of(act.role)

    @drawn
    @given(form=forms_like(act.data), query=queries_like(), in_place=st.booleans())
    def sent(form: dict[str, Any], query: str, in_place: bool) -> None:
        address = f"{act.address}{'&' if '?' in act.address else '?'}{query}" if query else act.address
        headers = {"HX-Request": "true"} if in_place else {}
        assert ask(browser, "post", address, data=posted(form), headers=headers) < 500

    sent()


OWN_AFFAIRS = {
    "accounts:own_password",
    "accounts:choose_membership",
    "notices:preferences",
    "following:calendar_make",
}  # which whoever signs in may do


@pytest.mark.parametrize("role", [Role.LEADER, None], ids=["who only reads", "who has not signed in"])
def test_nobody_without_the_right_leaves_anything_in_the_log(role: Role | None, world, db):
    browser, before = browser_of(role) if role else Client(), now_in_the_log()
    for name, act in world.items():
        if name in OWN_AFFAIRS:
            continue
        with taken_back(), missing_said_plainly():
            answer = browser.post(act.address, posted(act.data))
            assert (answer.status_code < 500, recorded(before)) == (True, []), name


@pytest.fixture(scope="module")
def known(world: dict[str, Act]) -> list[Ids]:
    """What stands in the addresses of the acts."""
    return ids_in(world)


OF_A_UNIT = (Role.UNIT_CLERK, Role.UNIT_HEAD)
KEPT_ANYWAY = re.compile(
    r'(?:INSERT INTO|UPDATE|DELETE FROM) "(?:accounts_sentform|documents_errand|documents_filereading)"'
)


def things_of(by: Actor) -> dict[str, dict[str, Any]]:
    """By the name of an act, what may stand in its form that names a thing of the unit of `by`."""
    unit = Unit.objects.get(pk=by.unit_id)
    document, stored, waiting = builders.a_document(unit), a_stored_file(by).pk, incoming(by)
    read_incoming_file(waiting.reading)
    facts = {
        "kind": "Báo cáo",
        "number": "9/BC",
        "date": "15/06/2026",
        "issuer": "Sở",
        "title": "Báo cáo",
        "ticked": "on",
    }
    row = {f"f{waiting.pk}-{name}": text for name, text in facts.items()}
    upload = begin_upload(by=by, name="a.rtf", size=9, sha256="0" * 64).pk
    return {
        "self_scoring:link": {"document": document.pk},
        "self_scoring:share": {"node-1": by.person_id, "node-2.1": by.person_id},
        "documents:bring": {"file": stored},
        "documents:new": {**row, "not_secret": "on"},
        "documents:replace": {"incoming": waiting.file_id},
        "documents:upload": {"document": document.pk},
        "documents:upload_begin": {"document": document.pk},
        "documents:upload_finish": {"id": upload},
    }


def written_by(who: Client, address: str, data: Data) -> list[str]:
    """The statements by which a form writes what outlasts it; all of it is taken back."""
    with taken_back(), written() as seen:
        answer = who.post(address, posted(data))
    assert answer.status_code < 500, address
    return [sql for sql, _values in seen if not KEPT_ANYWAY.match(sql)]


@pytest.mark.parametrize("role", OF_A_UNIT)
def test_nobody_touches_a_thing_of_another_unit_by_its_address(
    role: Role, world: dict[str, Act], db: None
) -> None:
    neighbour = Client()
    neighbour.force_login(Person.objects.get(pk=a_clerk(role=role).person_id))
    acts = {name: act for name, act in world.items() if act.role == role and name not in OWN_AFFAIRS}
    assert acts
    touched = [name for name, act in acts.items() if written_by(neighbour, act.address, act.data)]
    assert touched == []


def test_nobody_names_a_thing_of_another_unit_in_a_form(world: dict[str, Act], db: None) -> None:
    clerk = browser_of(Role.UNIT_CLERK)

    def writing(things: dict[str, dict[str, Any]]) -> set[str]:
        """The acts that write something when their forms name these things."""
        forms = {
            name: ({} if name == "documents:new" else world[name].data) | data
            for name, data in things.items()
        }
        return {name for name, data in forms.items() if written_by(clerk, world[name].address, data)}

    own, theirs = things_of(a_clerk(the_province())), things_of(a_clerk())
    assert writing(own) == own.keys() - {"documents:upload_finish"}  # of which no part has come
    assert writing(theirs) == set()


@pytest.fixture(scope="module")
def in_table(world: dict[str, Act]) -> set[str]:
    """The routes of the addresses to which the acts are sent."""
    return {resolve(act.address.partition("?")[0]).route for act in world.values()}


@pytest.mark.parametrize("address", EVERY_ADDRESS)
def test_an_address_is_answered_in_every_way_and_to_every_role_and_takes_no_form_that_is_no_act(
    address, known, in_table, browser
):
    """What cannot be looked at takes a form, and stands in the table of acts."""
    ways = ("get", "post", RARE[len(address) % len(RARE)]) if FIRST else ("get",)
    with missing_said_plainly():
        looked_at, *others = [ask(browser, method, filled(address, known)) for method in ways]
        assert max([looked_at, *others]) < 500
        assert looked_at != 405 or address in in_table
        for name in PARAMETER.findall(address):
            for method, wrong in HOSTILE:
                assert ask(browser, method, filled(address, known, **{name: wrong})) < 500
        if FIRST:
            assert ask(Client(), "get", filled(address, known)) < 500


HEADERS = [
    "Accept-Language",
    "Accept",
    "Referer",
    "Range",
    "If-Modified-Since",
    "If-None-Match",
    "Content-Type",
]
HEADERS += [
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "HX-Request",
    "HX-Boosted",
    "Origin",
    "Cookie",
    "Content-Length",
]


def test_headers_and_cookies_that_mean_nothing_break_nothing(browser, world):
    form = world["units:new"]
    session = browser.cookies["sessionid"].value
    plain = (
        texts()
        .filter(lambda text: isinstance(text, str))
        .map(lambda text: re.sub(r"[^ -~]", "?", text)[:900])
    )
    cookies = st.sampled_from(["sessionid", "csrftoken", "django_language", "messages", "x"])

    @drawn
    @given(headers=st.dictionaries(st.sampled_from(HEADERS), plain, max_size=4), cookie=cookies, value=plain)
    def sent(headers: dict[str, str], cookie: str, value: str) -> None:
        headers = {"Cookie": f"sessionid={session}; {cookie}={value}", **headers}
        for method in ("get", "post"):
            assert ask(Client(), method, form.address, headers=headers) < 500

    sent()
