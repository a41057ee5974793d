"""Nothing private can be reached: every text that a table of people, self-scoring, appraisal, council, documents or
notices holds is looked for in everything that a release makes public, at each level."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from cchc.access.permissions import Role
from cchc.accounts.models import Membership
from cchc.appraisal.actions.asking import ask_question
from cchc.appraisal.actions.justifying import explain_leaf, link_to_justification
from cchc.appraisal.actions.sending import reopen_result
from cchc.audit.frozen import thaw
from cchc.council.actions.finishing import final_content, final_seal, make_final
from cchc.council.queries.final import final_cells
from cchc.cycles.models import Cycle
from cchc.portal.models import Feedback
from cchc.portal.queries.released import edition_of
from cchc.portal.queries.shelf import Shelf
from cchc.releases.exchange.content import Level
from cchc.releases.exchange.papers.letters import letters_of
from cchc.releases.exchange.papers.naming import OF_A_RELEASE, PaperKind
from cchc.releases.models import Release, UnitKey
from cchc.releases.queries.papers import paper_content, source_of
from cchc.releases.queries.templates import template_bytes
from tests.builders import (
    a_document,
    a_sitting_session,
    a_whole_round,
    actor_for,
    all_appraised,
    an_actor,
    an_item,
    closed,
    decided,
    of_unit,
    sent_result,
)
from tests.builders.council import IN_DECEMBER, NIGHT
from tests.builders.releases import a_draft_release
from tests.portal.everything import everything

pytestmark = pytest.mark.django_db

ROOMS = ("accounts", "self_scoring", "appraisal", "council", "documents", "notices", "portal")
NUMBERS = {"points", "pending", "taken", "maximum"}
LONG = 100  # letters that a column takes; shorter ones hold codes and numbers
MARK, MARKED = "kín{number}kín", re.compile(r"kín\d+kín")
MUST = {
    "Person.name", "Answer.reason", "Appraisal.person", "AppraisalQuestion.text", "Justification.text",
    "ResultReopening.reason", "OfficialDocument.title", "StoredFile.name", "EvidenceLink.person",
    "CouncilMember.name", "CouncilDecision.reason", "Vote.person", "PersonalNotice.by",
    "Feedback.text", "Feedback.contact", "Feedback.answer",
}  # fmt: skip
"""Columns that the round below fills for certain; all others that hold something are looked for too."""


def private_columns() -> Iterator[tuple[type[models.Model], str]]:
    """The columns of private rooms in which people write, or are written down."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.concrete_fields:
                long = isinstance(field, models.TextField) or (field.max_length or 0) >= LONG
                text = isinstance(field, models.CharField | models.TextField) and field.name not in NUMBERS
                if text and long and not field.choices:
                    yield model, field.name


def marked() -> dict[str, str]:
    """Write a mark of its own into every private column that holds a text; the marks by their columns."""
    thaw()
    marks = {}
    for number, (model, name) in enumerate(private_columns()):
        mark = MARK.format(number=number)
        try:
            with transaction.atomic():
                count = model._base_manager.exclude(**{name: ""}).update(**{name: mark})
        except DatabaseError:  # no two may be alike, or the table takes no such text
            row = model._base_manager.exclude(**{name: ""}).first()
            try:
                with transaction.atomic():
                    count = model._base_manager.filter(pk=row.pk).update(**{name: mark}) if row else 0
            except DatabaseError:
                continue
        if count:
            marks[mark] = f"{model.__name__}.{name}"
    return marks


def a_round_of_private_texts() -> Cycle:
    """A round in which units explain, bring evidence and papers, and the council decides with its reasons."""
    cycle = a_whole_round(("Sở Công Thương", "Sở Nội vụ"))
    row = all_appraised(cycle)[0]
    said = {"by": of_unit(row.participant.sheet), "appraised": row, "leaf": "1.1", "now": IN_DECEMBER}
    explain_leaf(text="Hoàn thành ngày 28/12", version=0, **said)
    link_to_justification(document=a_document(row.participant.unit, "90/BC"), **said)
    lead = an_actor(Role.APPRAISAL_LEAD)
    reopen_result(by=lead, appraised=row, reason="Nhầm số liệu", now=IN_DECEMBER)
    person = Membership.objects.get(person=row.rows.get(leaf="1.1").person_id)
    ask_question(
        by=actor_for(person), appraised=row, leaf="1.1", text="Báo cáo quý III ở đâu?", now=IN_DECEMBER
    )
    sent_result(row, now=IN_DECEMBER)
    session = a_sitting_session(cycle)
    decided(an_item(session, row.participant, "1.1"), "appraisal", reason="Theo hồ sơ gốc")
    closed(session)
    key = UnitKey.objects.create(unit=row.participant.unit, key="so-cong-thuong")
    at = timezone.now()
    said = {"text": "Trả hồ sơ chậm", "contact": "0912 345 678", "answer": "Đã gọi điện", "state": "answered"}
    Feedback.objects.create(key=key, year=cycle.year, form="a", at=at, forwarded_at=at, **said)
    return Cycle.objects.select_related("province").get(pk=cycle.pk)


def public_texts(release: Release) -> Iterator[tuple[str, str]]:
    """All that a release makes public, with its place: what anybody can fetch, members of the bundle, papers."""
    edition = replace(edition_of(release), draft=None, is_standing=True)
    yield from everything(Shelf((edition,)))
    with ZipFile(io.BytesIO(edition.bundle())) as archive:
        for member in archive.namelist():
            yield f"member {member}", archive.read(member).decode("utf-8")
    source = source_of(release, "https://cchc.example")
    papers = {
        kind.value: paper_content(kind, source) for kind in OF_A_RELEASE if kind is not PaperKind.LETTER
    }
    papers |= dict(letters_of(source, template_bytes(PaperKind.LETTER)))
    for name, data in papers.items():
        with ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                if member.endswith((".xml", ".rels")):
                    words = re.sub(r"<[^>]+>", "", archive.read(member).decode("utf-8"))
                    yield f"paper {name}: {member}", words


def test_no_private_text_is_in_anything_that_a_release_makes_public():
    cycle = a_round_of_private_texts()
    marks = marked()  # before the points are final: what is copied then is copied marked
    seen = final_seal(final_content(final_cells(cycle)))
    make_final(by=an_actor(Role.COUNCIL_SECRETARY), cycle=cycle, seen=seen, now=NIGHT)
    assert set(marks.values()) >= MUST
    for level in Level:
        release = a_draft_release(cycle, level=level.value)
        texts = dict(public_texts(release))
        found = {place: {marks[one] for one in MARKED.findall(text)} for place, text in texts.items()}
        assert {place: columns for place, columns in found.items() if columns} == {}, level
        naming = {place.split()[0] for place, text in texts.items() if "Sở Nội vụ" in text}
        assert naming == {"page", "data", "api", "picture", "copy", "member", "paper"}, (
            level
        )  # what is public is read where it stands
