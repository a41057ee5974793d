"""The report that analyses many units: made by the worker, for one reader, of one state."""

from __future__ import annotations

import io

import pytest
from docx import Document

from cchc.access.permissions import Role
from cchc.accounts.queries import actor_of
from cchc.analysis.actions.reporting import save_sentences
from cchc.analysis.queries.report import analysed_results
from cchc.analysis.queries.report_files import analysis_word
from cchc.analysis.tasks import make_analysis_word
from cchc.analysis.views.report import FEW_UNITS
from cchc.cycles.models import Cycle
from cchc.cycles.policies import SIGHT_OF_ALL
from cchc.cycles.queries import peer_groups
from cchc.documents.models import PreparedFile
from cchc.documents.queries.prepared import OutdatedFile
from cchc.results.exchange.loss_sentences import sentences_of
from cchc.results.queries.accounts import current_run
from tests.builders import a_member, a_scored_cycle, imported
from tests.results.test_untold import signed_in

pytestmark = pytest.mark.django_db
COLUMNS = "đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2"


def a_year_of_many() -> Cycle:
    """A cycle of one unit more than the request makes a report of."""
    names = tuple(f"Sở số {at}" for at in range(FEW_UNITS + 1))
    cycle = a_scored_cycle(names)
    imported(cycle, "\n".join([COLUMNS, *(f"{name};9;10;2;80%;2,4" for name in names)]) + "\n")
    return cycle


def address_of(cycle: Cycle) -> str:
    return f"/phan-tich/{cycle.province_id}/{cycle.year}/bao-cao.docx"


def written(cycle: Cycle, member: object) -> None:
    """A sentence of the report written over."""
    group = peer_groups(cycle)[0]
    results = analysed_results(SIGHT_OF_ALL, cycle, group, current_run(cycle), [cycle])
    made = sentences_of(results)
    texts = {made[0].key: "Câu của chúng tôi."}
    save_sentences(
        by=actor_of(member), cycle=cycle, group=group.name, made=made, texts=texts, ways={}, seen=0
    )


def test_the_report_of_many_units_is_made_by_the_worker_and_anew_for_another_state() -> None:
    cycle, member = a_year_of_many(), a_member(Role.COORDINATOR)
    client, address = signed_in(member), address_of(cycle)
    assert client.get(address).status_code == 202
    first = PreparedFile.objects.get()
    make_analysis_word.call(first.pk)
    answer = client.get(address)
    said = [one.text for one in Document(io.BytesIO(b"".join(answer.streaming_content))).paragraphs]
    assert any(f"{FEW_UNITS + 1} đơn vị" in text for text in said)

    written(cycle, member)
    with pytest.raises(OutdatedFile):
        analysis_word(first.about)
    assert client.get(address).status_code == 202
    (second,) = PreparedFile.objects.all()  # the one of before is thrown away
    page = Document(io.BytesIO(analysis_word(second.about)))
    assert "- Câu của chúng tôi." in [one.text for one in page.paragraphs]


def test_who_does_not_see_the_whole_gets_no_report_from_the_worker_either() -> None:
    cycle, member = a_year_of_many(), a_member(Role.COORDINATOR)
    signed_in(member).get(address_of(cycle))
    about = PreparedFile.objects.get().about
    own = {**about["actor"], "role": Role.UNIT_CLERK.value, "scope": "own_unit"}
    with pytest.raises(OutdatedFile):
        analysis_word({**about, "actor": own})
