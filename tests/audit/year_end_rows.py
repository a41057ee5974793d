"""Rows of the end of a year, to be attacked: a session of the council, final points, a release, the key of a unit, a
plan that is followed, a periodic report."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from cchc.analysis.actions.reporting import save_sentences
from cchc.analysis.models import AnalysisDraft
from cchc.audit.models import by_line
from cchc.core.plans.reports.periods import ReportKind
from cchc.council.models import FinalPoints, FinalUndoing
from cchc.cycles.models import Cycle, Participant
from cchc.documents.exchange.paper import Header
from cchc.documents.exchange.word import paper_bytes
from cchc.documents.models import StoredFile
from cchc.files.plain_workbooks import plain_workbook
from cchc.following.actions.amending import PlannedAmendment, amend_plan, undo_amendment
from cchc.following.actions.cooperating import note_cooperation
from cchc.following.actions.products import link_product, unlink_product
from cchc.following.actions.report_freezing import archive_report
from cchc.following.actions.report_recalls import refuse_recall
from cchc.following.models import ProgressRecord
from cchc.plans.models import Measure
from cchc.portal.models import BoundaryMap, FeedbackRules
from cchc.releases.models import FileFinal, FileFinalUndoing, PaperTemplate, Release, UnitKey
from cchc.results.exchange.analysed import LossSection, LossSentence
from cchc.surveys.models import (
    EstimateFigure,
    Survey,
    SurveyEstimate,
    SurveyTaking,
    SurveyTakingUndoing,
    TakenFigure,
)
from cchc.units.models import Unit
from tests.builders import (
    a_followed_plan,
    a_sitting_session,
    a_unit,
    an_actor,
    an_item,
    clerk_of,
    closed,
    closed_record,
    decided,
    enforcer_of,
    first_participant,
    reported,
    reports,
    returned_record,
    the_record,
)
from tests.builders.collecting import a_published_version
from tests.builders.frames import an_issued_frame
from tests.libraries import a_document


def released(cycle: Cycle) -> None:
    """Points of files that were final and are so no longer, a release and the key of a unit, as rows."""
    now, by = timezone.now(), by_line(an_actor())
    act = {"number": 1, "units": 1, "leaves": 1, "sha256": "0" * 64, "at": now}
    final = FileFinal.objects.create(cycle=cycle, basis_number="1/QĐ", basis_date=now, **act, **by)
    FileFinalUndoing.objects.create(final=final, reason="Nhầm", at=now, **by)
    UnitKey.objects.create(unit=first_participant(cycle).unit, key="so-noi-vu")
    PaperTemplate.objects.create(kind="thong-bao", number=1, at=now, **by)
    said = {"chung-diem": {"section": "chung", "text": "Câu đã sửa.", "figures": {}}}
    AnalysisDraft.objects.create(cycle=cycle, peer_group="Các sở", number=1, sentences=said, at=now, **by)
    FeedbackRules.objects.create(number=1, is_open=True, at=now, **by)
    kept_file = StoredFile.objects.earliest("pk")
    BoundaryMap.objects.create(number=1, file=kept_file, box="0 0 1 1", outlines={}, areas=1, at=now, **by)
    decision = {"decision_number": "1/QĐ", "decision_on": now, "signer": "Chủ tịch", "released_on": now}
    kept = {"bundle": StoredFile.objects.earliest("pk"), "sha256": "0" * 64, "root": "0" * 64}
    done = {"at": now, "published_at": now, "published_by": "Chuyên viên", "state": "published"}
    Release.objects.create(
        cycle=cycle, year=cycle.year, number=1, level="index", **decision, **kept, **done, **by
    )


def decided_by_the_council(cycle: Cycle) -> None:
    """A session that decided and is closed; points that were final and are so no longer, as rows."""
    session = a_sitting_session(cycle)
    unit = cycle.participants.select_related("cycle_set__version", "cycle").filter(appraisals__isnull=False)[
        0
    ]
    decided(an_item(session, unit))
    closed(session)
    act = {"number": 1, "units": 1, "leaves": 1, "content": {}, "sha256": "0" * 64, "at": timezone.now()}
    final = FinalPoints.objects.create(cycle=cycle, **act, **by_line(an_actor()))
    FinalUndoing.objects.create(final=final, reason="Nhầm", at=timezone.now(), **by_line(an_actor()))


def surveyed() -> None:
    """A questionnaire that was published, and a survey whose estimate is final, as rows."""
    asked = a_published_version().questionnaire
    survey = Survey.objects.create(code="sipas-2026", name="SIPAS", year=2026, purpose="sipas")
    kept = {"number": 1, "state": "provisional", "sha256": "0" * 64, "counts": "[]"}
    estimate = SurveyEstimate.objects.create(survey=survey, **kept, **by_line(an_actor()))
    figure = {"questionnaire": asked, "code": "q1", "kind": "rate", "answers": 1, "base": 1}
    EstimateFigure.objects.create(estimate=estimate, **figure)
    SurveyEstimate.objects.filter(pk=estimate.pk).update(state="final")
    participant = Participant.objects.earliest("pk")
    act = {"number": 1, "units": 1, "leaves": 1, "sha256": "0" * 64, "at": timezone.now()}
    taking = SurveyTaking.objects.create(cycle=participant.cycle, **act, **by_line(an_actor()))
    taken = {
        "figure": "rate",
        "source": "surveys.sipas.q1",
        "kind": "rate",
        "value": "80",
        "answers": 9,
        "base": 9,
    }
    TakenFigure.objects.create(taking=taking, participant=participant, leaf="1", estimate=estimate, **taken)
    undone = {"reason": "Nhầm", "at": timezone.now()}
    SurveyTakingUndoing.objects.create(taking=taking, **undone, **by_line(an_actor()))


def followed(province: Unit) -> None:
    """A plan that is followed: amended, which was undone; a report on it, confirmed by a cooperating unit, closed and
    returned; and a periodic report."""
    an_issued_frame()
    joint = a_unit("Sở Phối hợp", parent=province)
    texts = {"number": "1", "task": "Kiểm tra", "lead": "Hội Khuyến học", "cooperating": joint.name}
    own = {"number": "2", "task": "Báo cáo", "lead": joint.name}
    plan = a_followed_plan(province, [texts, own])
    by = enforcer_of(province)
    one = Measure.objects.get(section__plan=plan, number="1")
    said = PlannedAmendment(date(2026, 7, 1), "Gia hạn", changed={one.pk: {"deadline": "30/9/2026"}})
    amended = amend_plan(by=by, plan=plan, seen_version=plan.version, planned=said)
    undo_amendment(by=by, amendment=amended.amendment, reason="Nhầm")
    _brought_a_product(the_record(plan, joint))
    record = the_record(plan, province)
    reported(record)
    note_cooperation(by=clerk_of(joint), record=record, confirms=True)
    closed_record(record)
    returned_record(record)
    reported_periodically()


def reported_periodically() -> None:
    """A periodic report: a part that was sent, returned and sent again, frozen, and archived as a document."""
    (unit,) = reports.communes(1)
    round_ = reports.a_report_round([unit])
    reports.sent_part(round_, unit, nhan="1")
    reports.returned_part(round_, unit)
    reports.sent_part(round_, unit, nhan="2")
    reason = "Số liệu đã khớp hồ sơ"
    refuse_recall(by=reports.a_collector(), recall=reports.asked_back(round_, unit), reason=reason)
    reports.a_frozen_report(round_)
    reports.a_withdrawn_round(reports.a_report_round([unit], ReportKind.YEAR))
    paper = paper_bytes(header=Header("", "UBND", "Số: 1/BC", ""), titles=("Báo cáo",), body=())
    archive_report(
        by=reports.a_collector(),
        round_=round_,
        number="1/BC",
        on=round_.cut_off,
        name="bao-cao",
        paper=paper,
        sheet=plain_workbook("So_lieu", ["a"], [["1"]]),
    )


def _brought_a_product(record: ProgressRecord) -> None:
    """A product was linked, taken away, and linked again."""
    clerk = clerk_of(record.unit)
    paper = a_document(clerk)
    link_product(by=clerk, record=record, document=paper)
    unlink_product(by=clerk, record=record, product=record.products.get())
    link_product(by=clerk, record=record, document=paper)


def sentence_written_over(cycle: Cycle) -> None:
    """A sentence of the report that analyses results is written over."""
    made = [LossSentence("chung-diem", LossSection.WHOLE, "Các sở mất 2 điểm.")]
    texts = {"chung-diem": "Các sở mất 2 điểm, chủ yếu do quá hạn."}
    save_sentences(by=an_actor(), cycle=cycle, group="Các sở", made=made, texts=texts, ways={}, seen=0)
