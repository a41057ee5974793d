"""Documents in sheets: who sees which, the unit alone until Chốt; given for the leaves that they fit, moved when their
file is replaced."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from cchc.access.actor import Actor
from cchc.access.permissions import GRANTS, Role
from cchc.audit.played import play
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.documents.actions.library import replace_files
from cchc.documents.consequences import (
    Twins,
    may_see,
    twins_of,
    uses_of,
    visible_to,
    wanted_evidence,
)
from cchc.documents.queries.library import (
    DocumentFacts,
    facts_of,
    requirements_to_offer,
)
from cchc.documents.queries.picking import (
    Picker,
    documents_to_offer,
    offered_documents,
    picker_of,
)
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.models import EvidenceLink, UnitSheet
from cchc.self_scoring.policies import may_see_content
from cchc.self_scoring.queries.documents import key_of, links_shown_to
from cchc.self_scoring.queries.integrity import links_without_document
from tests.builders import a_round, a_sheet, an_actor, of_unit, submitted
from tests.libraries import a_document, a_stored_file

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2026, 12, 20, 9, 0, tzinfo=VIETNAM)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def linked(sheet: UnitSheet) -> Any:
    """A document that is registered for the leaf 1.1 of a sheet."""
    return a_document(of_unit(sheet), title="Tài liệu kín", wanted=[key_of(sheet, "1.1")], now=DECEMBER)


def test_a_document_is_linked_to_the_leaf_for_which_it_was_registered():
    sheet = a_sheet()
    document = linked(sheet)
    link = EvidenceLink.objects.get()
    assert (link.sheet, link.leaf, link.document) == (sheet, "1.1", document)
    (use,) = uses_of(actor=of_unit(sheet), documents=[document.pk])
    assert (use.year, use.text.split()[0], use.frozen) == (2026, "1.1", False)
    assert (use.linked_at, use.seen_at) == (DECEMBER, None)
    assert play().differences == []


def test_every_leaf_of_an_open_sheet_wants_evidence_of_its_unit_and_of_nobody_else():
    sheet = a_sheet()
    wanted = {one.key: one.text for one in wanted_evidence(actor=of_unit(sheet), now=DECEMBER)}
    assert key_of(sheet, "1.1") in wanted
    assert not wanted_evidence(actor=of_unit(sheet), now=DECEMBER - timedelta(days=30))
    facts = DocumentFacts(kind="Báo cáo", title="Một việc khác")
    assert requirements_to_offer(facts, [wanted], key_of(sheet, "1.2"))[0] == key_of(sheet, "1.2")
    for capacity in GRANTS:
        if capacity.scope == "province":
            assert wanted_evidence(actor=an_actor(capacity.role, capacity.scope), now=DECEMBER) == []


def test_over_all_pairs_of_actor_and_document_the_same_is_seen_as_of_the_sheet_that_has_it():
    cycle = a_round()
    sheets = [UnitSheet.objects.get(participant=one) for one in cycle.participants.all()[:2]]
    documents = [linked(sheet) for sheet in sheets]
    submitted(sheets[1])
    sheets = list(UnitSheet.objects.select_related("participant").filter(pk__in=[one.pk for one in sheets]))
    actors = [of_unit(one) for one in sheets] + [an_actor(one.role, one.scope) for one in GRANTS]
    for actor in actors:
        for sheet in sheets:
            (document,) = [one for one in documents if one.unit_id == sheet.participant.unit_id]
            shown = may_see_content(actor, sheet)
            assert links_shown_to(actor).filter(sheet=sheet).exists() == shown
            assert may_see(actor, document) == shown
            assert bool(uses_of(actor=actor, documents=[document.pk])) == shown
    seen = {len(visible_to(actor)) for actor in actors}
    assert seen == {0, 1}


def test_what_another_unit_holds_is_a_twin_only_while_a_sheet_that_has_it_is_handed_in():
    """Else anybody could ask, by number and date, what the others have ready."""
    cycle = a_round()
    asking, holding = [UnitSheet.objects.get(participant=one) for one in cycle.participants.all()[:2]]
    by, other = of_unit(asking), of_unit(holding)
    papers = [a_document(other, "46/BC", on=date(2026, 3, 1)), linked(holding)]

    def known_elsewhere(actor: Actor) -> list[tuple[bool, bool]]:
        """Of each document, whether it is found by its bytes, and by what stands on it."""
        by_bytes = twins_of(actor, [({one.files[0].sha256}, DocumentFacts()) for one in papers])
        by_facts = twins_of(actor, [(set(), facts_of(one)) for one in papers])
        return [(one.others, two.others) for one, two in zip(by_bytes, by_facts, strict=True)]

    assert known_elsewhere(by) == [(False, False), (False, False)]
    submitted(holding)
    assert known_elsewhere(by) == [(False, False), (True, True)]
    (new,) = twins_of(other, [(set(), facts_of(papers[1]))])
    assert new == Twins(own=(papers[1],))
    office = an_actor(Role.COORDINATOR)
    return_sheet(by=office, sheet=holding, reason="Thiếu số liệu", now=DECEMBER + timedelta(days=2))
    assert known_elsewhere(by) == [(False, False), (False, False)]


def test_a_replaced_file_is_shown_by_open_sheets_and_the_old_one_by_those_handed_in():
    cycle = a_round()
    first, second = [UnitSheet.objects.get(participant=one) for one in cycle.participants.all()[:2]]
    document, kept = linked(first), linked(second)
    submitted(second)
    by = of_unit(first)
    new = replace_files(by=by, document=document, files=[a_stored_file(by)], not_secret=True, now=DECEMBER)
    other = of_unit(second)
    replace_files(by=other, document=kept, files=[a_stored_file(other)], not_secret=True, now=DECEMBER)
    assert EvidenceLink.objects.get(sheet=first).document == new
    assert EvidenceLink.objects.get(sheet=second).document == kept
    assert play().differences == []


def test_behind_the_lock_a_sheet_keeps_the_file_that_it_has():
    sheet = a_sheet()
    document, by = linked(sheet), of_unit(sheet)
    locked = DECEMBER + timedelta(days=60)
    replace_files(by=by, document=document, files=[a_stored_file(by)], not_secret=True, now=locked)
    assert EvidenceLink.objects.get().document == document


def test_the_nightly_check_names_links_that_lead_to_no_document():
    sheet = a_sheet()
    linked(sheet)
    assert list(links_without_document()) == []
    with transaction.atomic():
        EvidenceLink.objects.update(document=987_654)
        (said,) = links_without_document()
        transaction.set_rollback(True)
    assert (sheet.participant.name in str(said), "1.1" in str(said)) == (True, True)


def test_a_document_is_chosen_by_typing_those_that_fit_first_and_only_for_a_page_that_asks():
    sheet = a_sheet()
    by = of_unit(sheet)
    fitting = a_document(by, title="Kế hoạch cải cách hành chính năm 2026", kind="Kế hoạch")
    other = a_document(by, "46/BC-SNV", title="Một việc khác")
    requirements = {"1": "Kế hoạch cải cách hành chính năm 2026 của đơn vị", "2": "Báo cáo định kỳ"}

    def offered(text: str, made_for: dict[int, str]) -> list[tuple[Any, bool]]:
        found = documents_to_offer(visible_to(by), text)
        rows = offered_documents(found, text, "1", [requirements, {"k": "Một việc khác"}], made_for)
        return [(one.document, one.fits) for one in rows]

    assert offered("", {}) == [(fitting, True), (other, False)]
    assert offered("mot viec", {}) == [(other, False)]
    assert offered("mot viec", {other.pk: "Kế hoạch cải cách hành chính năm 2026"}) == [(other, True)]
    picker = Picker("/tu-cham/2026/1/", key_of(sheet, "1.1"), "/")
    assert picker_of(picker.token) == picker
    assert picker_of(picker.token[:-1]) is None
    assert picker_of("") is None
