"""Products of records are documents of the library: linked, seen by whom the record concerns, offered in the round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import Actor, NotPermitted
from cchc.access.permissions import Role
from cchc.core.plans.following.states import ProgressState
from cchc.documents.actions.library import replace_files
from cchc.documents.consequences import keepers_of, may_see, meanings_of, uses_of, wanted_evidence
from cchc.documents.models import OfficialDocument
from cchc.following.actions.products import link_product, unlink_product
from cchc.following.models import ProgressRecord
from cchc.following.queries.products import key_of
from cchc.units.models import Unit
from tests.builders import (
    a_followed_plan,
    a_province,
    a_unit,
    an_actor,
    clerk_of,
    closed_record,
    reported,
    the_record,
)
from tests.builders.following import moment
from tests.libraries import a_document, a_stored_file

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 20)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def record() -> ProgressRecord:
    province = a_province()
    office = a_unit("Sở Nội vụ", parent=province)
    a_unit("Sở Y tế", parent=province)
    a_unit("Sở Xây dựng", parent=province)
    texts = {
        "number": "1",
        "task": "Kiểm tra cải cách hành chính",
        "output": "Báo cáo kết quả kiểm tra",
        "lead": "Sở Nội vụ",
        "cooperating": "Sở Y tế",
        "deadline": "30/6/2026",
    }
    return the_record(a_followed_plan(province, [texts]), office)


def linked(record: ProgressRecord, **facts: Any) -> OfficialDocument:
    by = clerk_of(record.unit)
    document = a_document(by, **facts)
    link_product(by=by, record=record, document=document, now=moment(JUNE))
    return document


def of_name(name: str) -> Actor:
    return clerk_of(Unit.objects.get(name=name))


def test_a_product_is_seen_by_whom_its_record_concerns_and_by_nobody_else(record: ProgressRecord) -> None:
    document = linked(record)
    assert may_see(of_name("Sở Nội vụ"), document)
    assert may_see(of_name("Sở Y tế"), document)
    assert may_see(an_actor(Role.COORDINATOR), document)
    assert not may_see(of_name("Sở Xây dựng"), document)
    (use,) = [one for one in uses_of(actor=of_name("Sở Y tế"), documents=[document.pk])]
    assert (use.text, use.year, use.frozen) == ("Kiểm tra cải cách hành chính", 2026, False)
    (meaning,) = meanings_of(actor=of_name("Sở Nội vụ"), documents=[document.pk])
    assert meaning.text == "Báo cáo kết quả kiểm tra"
    assert meanings_of(actor=of_name("Sở Xây dựng"), documents=[document.pk]) == []


def test_work_counts_from_the_day_on_its_product_also_when_it_is_linked_afterwards(
    record: ProgressRecord,
) -> None:
    reported(record, on=date(2026, 7, 5))
    record.refresh_from_db()
    assert (record.state, record.done_on) == (ProgressState.DONE_WITHOUT_PRODUCT, date(2026, 7, 5))
    document = linked(record, on=date(2026, 6, 28))
    record.refresh_from_db()
    assert (record.state, record.done_on) == (ProgressState.DONE, date(2026, 6, 28))
    unlink_product(by=clerk_of(record.unit), record=record, product=record.products.get(), now=moment(JUNE))
    record.refresh_from_db()
    assert (record.state, record.done_on) == (ProgressState.DONE_WITHOUT_PRODUCT, date(2026, 7, 5))
    assert OfficialDocument.objects.filter(pk=document.pk).exists()


def test_only_documents_of_the_own_library_are_linked_once_and_only_by_the_unit(
    record: ProgressRecord,
) -> None:
    by = clerk_of(record.unit)
    elsewhere = a_document(of_name("Sở Y tế"))
    with pytest.raises(ValidationError):
        link_product(by=by, record=record, document=elsewhere)
    with pytest.raises(NotPermitted):
        link_product(by=of_name("Sở Y tế"), record=record, document=elsewhere)
    document = linked(record)
    link_product(by=by, record=record, document=document)
    assert record.products.count() == 1
    province = replace(an_actor(Role.COORDINATOR))
    with pytest.raises(NotPermitted):
        link_product(by=province, record=record, document=document)


def test_a_document_is_wanted_for_an_open_record_and_registered_for_it(record: ProgressRecord) -> None:
    by = clerk_of(record.unit)
    (wanted,) = [one for one in wanted_evidence(actor=by, now=moment(JUNE)) if one.sort]
    assert (wanted.key, wanted.label) == (key_of(record.pk), "1 Báo cáo kết quả kiểm tra")
    document = a_document(by, wanted=[wanted.key], now=moment(JUNE))
    assert record.products.get().document == document
    reported(record, on=JUNE)
    assert [one for one in wanted_evidence(actor=by, now=moment(JUNE)) if one.sort] == []


def test_a_replaced_document_goes_on_in_open_records_and_stays_in_closed_ones(record: ProgressRecord) -> None:
    by = clerk_of(record.unit)
    document = linked(record)
    new = replace_files(
        by=by, document=document, files=[a_stored_file(by)], not_secret=True, now=moment(JUNE)
    )
    assert record.products.get().document == new
    reported(record, on=JUNE)
    assert keepers_of(document=new, now=moment(JUNE), held=False) == []
    closed_record(record)
    assert len(keepers_of(document=new, now=moment(JUNE), held=False)) == 1
    replace_files(by=by, document=new, files=[a_stored_file(by)], not_secret=True, now=moment(JUNE))
    assert record.products.get().document == new
