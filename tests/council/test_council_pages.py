"""Pages of the council: a night from the agenda to the minutes, by the people who may, without a word of units that
stand near to the reader."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from docx import Document

from cchc.council.models import CouncilDecision, CouncilSession, FinalPoints
from tests.builders import (
    a_council,
)
from tests.documents.decree30 import paper_faults
from tests.markup import source

pytestmark = pytest.mark.django_db


def words_of(answer) -> str:
    """The text of a Word file in official form, paragraphs and cells."""
    assert paper_faults(answer.content) == []
    document = Document(io.BytesIO(answer.content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_a_council_night(cycle, client):
    council = a_council()
    secretary = council[-1]
    client.force_login(secretary.person)
    people = {f"role-{one.person_id}": "member" for one in council[1:-1]}
    people |= {f"role-{council[0].person_id}": "chair", f"role-{secretary.person_id}": "secretary"}
    made = client.post(
        reverse("council:new", args=[2026]),
        {"version": 0, "on": "26/01/2027", "place": "Phòng họp A", **people},
        follow=True,
    )
    session = CouncilSession.objects.get()
    assert made.redirect_chain[-1][0] == reverse("council:session", args=[2026, 1])
    where = [2026, session.number]
    client.post(reverse("council:compute", args=where))
    page = source(client.get(reverse("council:session", args=where)))
    assert "2 trong 18" in page
    assert "3 → 1" in page
    there = [one.pk for one in session.members.all()]
    client.post(reverse("council:presence", args=where), {"present": there})
    item = session.items.get(participant__name="Sở Y tế")
    where = [*where, item.pk]
    page = source(client.get(reverse("council:item", args=where)))
    assert "1,8" in page
    client.post(reverse("council:item", args=where), {"verdict": "claim", "reason": "Nộp đúng hạn"})
    page = client.get(reverse("council:item", args=where))
    seen = page.context["votes"].initial["seen"]
    done = client.post(reverse("council:record", args=where), {"seen": seen, "do": "all"})
    assert CouncilDecision.objects.get().state == "carried"
    assert (
        done.url == reverse("council:item", args=[2026, 1, session.items.exclude(pk=item.pk).get().pk])
        or done.url
    )
    grave = client.get(reverse("council:close", args=[2026, 1]))
    client.post(reverse("council:close", args=[2026, 1]), {"agreed": grave.context["grave"].seal})
    session.refresh_from_db()
    assert session.state == "closed"
    told = words_of(client.get(reverse("council:minutes", args=[2026, 1])))
    assert "Nộp đúng hạn" in told
    assert "2/3" in told
    grave = client.get(reverse("council:final", args=[2026]))
    client.post(reverse("council:final", args=[2026]), {"agreed": grave.context["grave"].seal})
    assert FinalPoints.objects.get().leaves == 18
    told = words_of(client.get(reverse("releases:council_draft", args=[2026])))
    assert "DỰ THẢO" in told
    assert "Sở Y tế" in told
