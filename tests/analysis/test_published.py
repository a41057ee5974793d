"""Results that others published: kept as typed, refused with every line that is not understood."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.analysis.actions.published import delete_published, write_published
from cchc.analysis.models import PublishedResult
from cchc.analysis.queries.remediation import visible_published
from cchc.audit.changed import Changed
from cchc.core.words.messages import Faults
from tests.builders import (
    a_member,
    a_published_remediation,
    a_published_result,
    a_unit,
    actor_for,
    an_actor,
)

pytestmark = pytest.mark.django_db


def again(result: PublishedResult, **changed):
    told = {
        "by": an_actor(),
        "unit": result.of_unit,
        "title": result.title,
        "year": result.year,
        "document": result.document,
        "lines": result.lines,
        "result": result,
        "version": result.version,
    }
    return write_published(**{**told, **changed})


def test_every_line_that_is_not_understood_is_said_and_nothing_is_kept() -> None:
    with pytest.raises(Faults) as refused:
        a_published_result(lines="1\tThể chế\t10\t11\nxyz\n3\tTài chính\t12\t10,6\t1,385")
    assert [fault.place.line for fault in refused.value.faults] == [1, 2, 3]
    with pytest.raises(ValidationError, match="No line of the table lost any points"):
        a_published_result(lines="1\tThể chế\t10\t10")
    assert not PublishedResult.objects.exists()


def test_a_result_is_mended_until_a_plan_is_made_of_it() -> None:
    kept = a_published_result()
    mended = again(kept, lines="1\tThể chế\t10\t8")
    with pytest.raises(Changed):
        again(kept, title="Khác")
    made = a_published_remediation(mended)
    with pytest.raises(ValidationError, match="stays as it is"):
        again(mended, title="Khác")
    with pytest.raises(ValidationError, match="stays as it is"):
        delete_published(by=an_actor(), result=mended)
    made.delete()
    delete_published(by=an_actor(), result=mended)
    assert not PublishedResult.objects.exists()


def test_a_unit_keeps_results_of_its_own_and_sees_no_others() -> None:
    of_province = a_published_result()
    office = a_unit("Văn phòng Ủy ban nhân dân tỉnh")
    clerk = actor_for(a_member(Role.UNIT_CLERK, unit=office))
    own = a_published_result(office, by=clerk)
    assert list(visible_published(clerk)) == [own]
    assert set(visible_published(an_actor())) == {own, of_province}
    assert list(visible_published(an_actor(Role.LEADER))) == []
    with pytest.raises(NotPermitted):
        a_published_result(of_province.of_unit, by=clerk)
    with pytest.raises(NotPermitted):
        delete_published(by=clerk, result=of_province)
