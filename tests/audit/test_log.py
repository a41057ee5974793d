"""The log: appended, never altered, chained, readable."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.audit.actions import record, seal, verify
from cchc.audit.consequences import visible_to
from cchc.audit.frozen import thaw
from cchc.audit.models import Entry, Seal
from cchc.audit.queries import entries, rooms, sentence
from cchc.audit.verbs import SENTENCES, verb
from tests.builders import an_actor
from tests.markup import source

pytestmark = pytest.mark.django_db

if "tests.renamed" not in SENTENCES:
    verb("tests.renamed", "renamed {old} to {subject} on {day}")


def an_entry(subject: str = "Sở Tài chính", **facts: object) -> Entry:
    return record(
        by=an_actor(),
        verb="tests.renamed",
        subject=subject,
        subject_id=7,
        facts={"old": "Sở Vật giá", "day": "2026-03-01", **facts},
    )


def test_an_entry_keeps_the_names_as_they_were_printed():
    entry = Entry.objects.get(pk=an_entry().pk)
    assert (entry.person, entry.unit) == ("Chuyên viên Sở Nội vụ", "Sở Nội vụ")
    assert (entry.role, entry.scope) == ("administrator", "province")
    assert (entry.subject, entry.subject_id) == ("Sở Tài chính", "7")


def test_a_verb_that_nobody_declared_is_refused():
    with pytest.raises(ValueError, match="not declared"):
        record(by=an_actor(), verb="tests.unheard", subject="x")


def test_a_verb_is_declared_once():
    with pytest.raises(ValueError, match="declared twice"):
        verb("tests.renamed", "again")


@pytest.mark.parametrize("change", ["UPDATE audit_entry SET person = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_an_entry(change: str):
    an_entry()
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize("change", ["UPDATE audit_seal SET digest = 'x'", "DELETE FROM audit_seal"])
def test_the_database_refuses_to_change_a_seal(change: str):
    an_entry()
    seal()
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_sealing_chains_what_is_new_and_only_that():
    an_entry("Sở Y tế")
    assert seal() == 1
    an_entry("Sở Xây dựng")
    an_entry("Sở Tư pháp")
    assert seal() == 2
    assert seal() == 0
    assert list(Seal.objects.values_list("position", flat=True)) == [1, 2, 3]
    assert (verify().held, verify().broken) == (3, None)


def _without_triggers(statement: str) -> None:
    thaw()
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_changed_entry_breaks_the_chain_at_its_place():
    an_entry()
    forged = an_entry()
    an_entry()
    seal()
    _without_triggers(f"UPDATE audit_entry SET person = 'x' WHERE id = {forged.pk}")
    assert (verify().held, verify().broken) == (1, forged.pk)


def test_a_removed_entry_breaks_the_chain_at_its_place():
    removed = an_entry()
    an_entry()
    seal()
    _without_triggers(f"DELETE FROM audit_entry WHERE id = {removed.pk}")
    assert (verify().held, verify().broken) == (0, removed.pk)


def test_an_entry_reads_as_a_sentence_with_its_facts():
    assert sentence(an_entry()) == "renamed Sở Vật giá to Sở Tài chính on 01/03/2026"


def test_an_old_entry_that_lacks_a_fact_still_reads():
    entry = record(by=an_actor(), verb="tests.renamed", subject="Sở Y tế")
    assert sentence(entry) == "renamed … to Sở Y tế on …"


def test_the_log_is_found_by_words_without_diacritics():
    wanted = an_entry("Sở Nông nghiệp và Môi trường")
    an_entry("Sở Y tế")
    assert list(entries(visible_to(an_actor()), text="nong nghiep")) == [wanted]


def test_an_entry_is_found_by_its_person_however_long_its_subject_is():
    entry = an_entry("Kế hoạch " * 110)
    assert list(entries(visible_to(an_actor()), text="chuyen vien")) == [entry]


def test_the_log_is_found_by_day_both_ends_included():
    entry = an_entry()
    today = timezone.localdate()
    assert list(entries(visible_to(an_actor()), since=today, until=today)) == [entry]
    assert list(entries(visible_to(an_actor()), since=today + timedelta(days=1))) == []
    assert list(entries(visible_to(an_actor()), until=today - timedelta(days=1))) == []


def test_a_unit_clerk_reads_nothing_of_the_log():
    an_entry()
    assert list(entries(visible_to(an_actor(Role.UNIT_CLERK)))) == []


def test_the_page_shows_the_newest_first(client_of):
    an_entry("Sở Y tế")
    an_entry("Sở Tư pháp")
    text = source(client_of(Role.COORDINATOR).get(reverse("audit:log"), {"room": "tests"}))
    assert text.index("to Sở Tư pháp") < text.index("to Sở Y tế")


def test_htmx_gets_only_the_rows(client_of):
    an_entry()
    answer = client_of(Role.COORDINATOR).get(reverse("audit:log"), headers={"HX-Request": "true"})
    assert source(answer).startswith('<div id="rows">')


def test_a_date_that_is_none_is_ignored(client_of):
    assert client_of(Role.COORDINATOR).get(reverse("audit:log"), {"since": "yesterday"}).status_code == 200


def test_the_page_asks_the_database_equally_often_for_one_entry_and_for_many(
    client_of, django_assert_num_queries
):
    """Of them eight ask who stands near to the reader, of whom the log tells nothing: the units, and what is theirs in
    the appraisal, the requests and the council; three of them go to PostgreSQL in one message."""
    client = client_of(Role.COORDINATOR)
    for count in (1, 159):
        for _time in range(count):
            an_entry()
        with django_assert_num_queries(16 if connection.vendor == "sqlite" else 14):
            found = client.get(reverse("audit:log")).context["rows"].object_list
    assert len(found) == 150


def test_the_last_digest_shows_a_log_that_was_made_anew():
    an_entry()
    kept = verify()
    an_entry()
    assert verify().held == 2
    assert verify().digest != kept.digest
    assert Seal.objects.get(position=kept.held).digest == kept.digest


@pytest.mark.parametrize("day", ["01/11/2026", "", None, 7, ["2026-11-01"], {"on": "2026-11-01"}])
def test_whatever_an_entry_holds_the_page_shows_it(client_of, day):
    an_entry(day=day, on=day)
    assert client_of(Role.COORDINATOR).get(reverse("audit:log")).status_code == 200


def test_every_room_that_writes_can_be_asked_for():
    assert {verb.partition(".")[0] for verb in SENTENCES} - {"tests"} == {room for room, _word in rooms()}
