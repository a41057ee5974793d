"""What somebody did in an older database once it is migrated, as statements that a process of its own runs."""

NEWER = {
    "analysis_analysisdraft",
    "appraisal_applicabilityopinion",
    "appraisal_appraisal",
    "appraisal_appraisalplan",
    "appraisal_appraisalquestion",
    "appraisal_appraisalresult",
    "appraisal_doublecell",
    "appraisal_doubledecision",
    "appraisal_doubledraw",
    "appraisal_doubleopinion",
    "appraisal_justification",
    "appraisal_justificationevidence",
    "appraisal_justificationreopening",
    "appraisal_justificationsubmission",
    "appraisal_resultreopening",
    "appraisal_secondreplacement",
    "appraisal_unitappraisal",
    "audit_accessrecord",
    "council_agendaitem",
    "council_councildecision",
    "council_councilmember",
    "council_councilsession",
    "council_finalpoints",
    "council_finalundoing",
    "council_sessionminutes",
    "council_vote",
    "cycles_applicabilityappeal",
    "cycles_applicabilityrequest",
    "cycles_extension",
    "cycles_fedseal",
    "documents_documentfile",
    "following_amendment",
    "following_archivedreport",
    "following_baseline",
    "following_cooperationnote",
    "following_frameversion",
    "following_frozenreport",
    "following_partdraft",
    "following_partrecall",
    "following_partreturn",
    "following_progressdecision",
    "following_progressreport",
    "following_recallrefusal",
    "following_reportpart",
    "following_reportround",
    "following_roundwithdrawal",
    "following_undoneamendment",
    "intake_stagedfile",
    "scores_correction",
    "portal_boundarymap",
    "portal_feedbackrules",
    "releases_filefinal",
    "releases_filefinalundoing",
    "releases_papertemplate",
    "releases_release",
    "releases_unitkey",
    "self_scoring_answer",
    "self_scoring_evidencelink",
    "self_scoring_sheetreturn",
    "self_scoring_sheetsubmission",
    "self_scoring_unitsheet",
    "self_scoring_workshare",
    "surveys_estimatefigure",
    "surveys_questionnaireversion",
    "surveys_surveyestimate",
    "surveys_surveytaking",
    "surveys_surveytakingundoing",
    "surveys_takenfigure",
}  # tables that the stored older databases do not have
SOMEBODY_CAME = """
from django.utils import timezone
from cchc.audit.actions import record_access
record_access(kind="signed_in", at=timezone.now(), address="203.0.113.9", person_id=1, person="Chuyên viên")
"""
SOMEBODY_SCORED_THEMSELVES = """
from django.utils import timezone
from cchc.accounts.models import Person
from cchc.core.papers.deadlines.windows import VIETNAM
from cchc.criteria.models import CriteriaVersion
from cchc.cycles.models import ApplicabilityAppeal, ApplicabilityRequest, Cycle, CycleSet, Participant
from cchc.documents.models import DocumentFile, OfficialDocument, StoredFile
from cchc.self_scoring.models import Answer, EvidenceLink, SheetReturn, SheetSubmission, UnitSheet, WorkShare
old = Participant.objects.select_related("cycle").first()
by = {"person_id": 1, "person": "Chuyên viên", "unit": old.name}
cycle = Cycle.objects.create(province_id=old.cycle.province_id, year=2098, name="Kỳ 2098", state="open")
joined = CycleSet.objects.create(cycle=cycle, version=CriteriaVersion.objects.first(), peer_group="Các sở")
unit = Participant.objects.create(
    cycle=cycle, unit_id=old.unit_id, cycle_set=joined, peer_group="Các sở", name=old.name, place=1
)
sheet, now = UnitSheet.objects.create(participant=unit), timezone.now()
Answer.objects.create(sheet=sheet, leaf="1", points="1", at=now, **by)
person = Person.objects.first() or Person.objects.create(username="can-bo", name="Chuyên viên")
WorkShare.objects.create(sheet=sheet, node="1", person=person)
asked = ApplicabilityRequest.objects.create(participant=unit, leaf="1", reason="Không có", state="refused", **by)
ApplicabilityAppeal.objects.create(request=asked, reason="Không có thật", at=now, **by)
document = OfficialDocument.objects.create(number="1/BC", title="Báo cáo", unit_id=old.unit_id)
DocumentFile.objects.create(document=document, place=1, file=StoredFile.objects.first())
EvidenceLink.objects.create(sheet=sheet, leaf="1", document=document, linked_at=now, **by)
handed_in = SheetSubmission.objects.create(sheet=sheet, number=1, content={}, sha256="0" * 64, at=now, **by)
SheetReturn.objects.create(submission=handed_in, reason="Thiếu", at=now, **by)
from cchc.appraisal import models as appraised
appraised.ApplicabilityOpinion.objects.create(request=asked, grants=False, text="Có phát sinh", at=now, **by)
first = {"cycle": cycle, "stage": "first_appraisal"}
appraised.AppraisalPlan.objects.create(**first)
judged = appraised.UnitAppraisal.objects.create(participant=unit, stage="first_appraisal", submission=1)
appraised.Appraisal.objects.create(of=judged, leaf="1", verdict="accepted", points="1", read="0" * 64, at=now, **by)
appraised.AppraisalQuestion.objects.create(of=judged, leaf="1", text="Vì sao?", at=now, **by)
result = appraised.AppraisalResult.objects.create(of=judged, number=1, content={}, sha256="0" * 64, at=now, **by)
appraised.Justification.objects.create(of=judged, leaf="1", kind="accepted", at=now, **by)
appraised.JustificationEvidence.objects.create(of=judged, leaf="1", document=document, linked_at=now, **by)
said = {"of": judged, "result": result, "number": 1, "content": {}, "sha256": "0" * 64}
justified = appraised.JustificationSubmission.objects.create(at=now, **said, **by)
appraised.JustificationReopening.objects.create(submission=justified, reason="Thiếu", at=now, **by)
appraised.ResultReopening.objects.create(result=result, reason="Nhầm", at=now, **by)
from cchc.council import models as council
session = council.CouncilSession.objects.create(cycle=cycle, number=1, on=now.date(), place="Phòng họp")
member = council.CouncilMember.objects.create(session=session, person=person, role="chair", place=1)
item = council.AgendaItem.objects.create(session=session, participant=unit, leaf="1", at=now, **by)
decision = council.CouncilDecision.objects.create(item=item, number=1, verdict="claim", reason="Có", at=now, **by)
council.Vote.objects.create(decision=decision, member=member, choice="yes", at=now, **by)
decision.state, decision.decided_at, decision.members, decision.yes = "carried", now, 1, 1
decision.save()
council.SessionMinutes.objects.create(session=session, content={}, sha256="0" * 64, at=now, **by)
act = {"number": 1, "units": 1, "leaves": 1, "content": {}, "sha256": "0" * 64, "at": now}
final = council.FinalPoints.objects.create(cycle=cycle, **act, **by)
council.FinalUndoing.objects.create(final=final, reason="Nhầm", at=now, **by)
session.state = "closed"
session.save()
from cchc.releases import models as releases
act = {"number": 1, "units": 1, "leaves": 1, "basis_number": "1/QĐ", "basis_date": now, "sha256": "0" * 64, "at": now}
settled = releases.FileFinal.objects.create(cycle=cycle, **act, **by)
releases.FileFinalUndoing.objects.create(final=settled, reason="Nhầm", at=now, **by)
releases.UnitKey.objects.create(unit_id=old.unit_id, key="so-noi-vu")
releases.PaperTemplate.objects.create(kind="thong-bao", number=1, at=now, **by)
from cchc.analysis import models as analysis
said = {"peer_group": "Các sở", "number": 1, "sentences": {"chung-diem": {}}, "at": now}
analysis.AnalysisDraft.objects.create(cycle=cycle, **said, **by)
from cchc.portal import models as portal
portal.FeedbackRules.objects.create(number=1, is_open=True, at=now, **by)
map_file = StoredFile.objects.first()
portal.BoundaryMap.objects.create(number=1, file=map_file, box="0 0 1 1", outlines={}, areas=1, at=now, **by)
said = {"level": "index", "decision_number": "1/QĐ", "decision_on": now, "signer": "Chủ tịch", "released_on": now}
kept = {"bundle": StoredFile.objects.first(), "sha256": "0" * 64, "root": "0" * 64, "at": now, "published_at": now}
releases.Release.objects.create(
    cycle=cycle, year=2098, number=1, state="published", published_by="Chuyên viên", **said, **kept, **by
)
of_plan = {"plan": appraised.AppraisalPlan.objects.get(**first)}
draw = appraised.DoubleDraw.objects.create(seed="2026", percent=10, population=["1/1"], at=now, **of_plan, **by)
double = appraised.DoubleCell.objects.create(draw=draw, participant=unit, leaf="1", second=person, **of_plan)
appraised.DoubleOpinion.objects.create(cell=double, part="first", content={}, read="0" * 64, at=now, **by)
appraised.DoubleDecision.objects.create(cell=double, reason="Theo hồ sơ", at=now, **by)
both = {"leaving": person, "coming": Person.objects.create(username="thay-the", name="Người thay")}
appraised.SecondReplacement.objects.create(draw=draw, cells=1, reason="Nghỉ ốm", at=now, **both, **by)
cycle.state = "closed"
cycle.save()
from cchc.plans.models import Measure, Plan, Section
from cchc.following import models as following
plan = Plan.objects.create(kind="reform", title="Kế hoạch", year=2026, unit_id=old.cycle.province_id, state="current")
measure = Measure.objects.create(section=Section.objects.create(plan=plan, place=1), place=1, task="Kiểm tra")
following.Baseline.objects.create(plan=plan, number=1, content="{}", sha256="0" * 64, **by)
told = {"measure": measure, "unit_id": old.unit_id, "period": "lần 1", "ends": "2026-12-31"}
followed = following.ProgressRecord.objects.create(**told)
of_record = {"record": followed, "number": 1, "at": now}
following.ProgressReport.objects.create(state="under_way", percent=10, through="page", **of_record, **by)
following.ProgressDecision.objects.create(kind="closed", **of_record, **by)
following.CooperationNote.objects.create(record=followed, of_unit_id=old.unit_id, confirms=True, at=now, **by)
following.ReportedProduct.objects.create(record=followed, document=document, linked_at=now, **by)
amended = {"number": 1, "date": "2026-07-01", "reason": "Gia hạn", "content": "[]", "sha256": "0" * 64}
amendment = following.Amendment.objects.create(plan=plan, **amended, **by)
following.UndoneAmendment.objects.create(amendment=amendment, reason="Nhầm", **by)
from cchc.surveys import models as surveys
asked = surveys.Questionnaire.objects.create(code="sipas", name="Phiếu hài lòng")
made = {"content": "{}", "sha256": "0" * 64, "state": "published", "published_at": now}
surveys.QuestionnaireVersion.objects.create(questionnaire=asked, number=1, **made)
following.FrameVersion.objects.create(key="xa", number=1, name="Báo cáo", level="commune", **made)
frame = following.FrameVersion.objects.get()
days = {"data_from": "2025-12-15", "data_to": "2026-03-14", "due": "2026-03-17", "cut_off": "2026-03-20"}
opened = {"frame": frame, "collector_id": old.cycle.province_id, "kind": "q1", "year": 2026}
reported = following.ReportRound.objects.create(**opened, **days, **by)
of_unit = {"round": reported, "of_unit_id": old.unit_id}
following.PartDraft.objects.create(**of_unit, **by)
sent = following.ReportPart.objects.create(number=1, at=now, **of_unit, **by)
following.PartReturn.objects.create(part=sent, reason="Thiếu", **by)
recall = following.PartRecall.objects.create(part=sent, reason="Nhầm", **by)
following.RecallRefusal.objects.create(recall=recall, reason="Đã đúng", **by)
gone = following.ReportRound.objects.create(**{**opened, "kind": "year"}, **days, **by)
following.RoundWithdrawal.objects.create(round=gone, reason="Nhầm", **by)
frozen = following.FrozenReport.objects.create(round=reported, content="{}", sha256="0" * 64, at=now, **by)
following.ArchivedReport.objects.create(frozen=frozen, document=document, **by)
survey = surveys.Survey.objects.create(code="sipas-2098", name="SIPAS", year=2098, purpose="sipas")
kept = {"number": 1, "state": "final", "sha256": "0" * 64, "counts": "[]"}
estimate = surveys.SurveyEstimate.objects.create(survey=survey, **kept, **by)
figure = {"questionnaire": asked, "code": "q1", "kind": "rate", "answers": 1, "base": 1}
surveys.EstimateFigure.objects.create(estimate=estimate, **figure)
act = {"number": 1, "units": 1, "leaves": 1, "sha256": "0" * 64, "at": now}
taking = surveys.SurveyTaking.objects.create(cycle=cycle, **act, **by)
taken = {"figure": "rate", "source": "surveys.sipas.q1", "kind": "rate", "value": "80", "answers": 9, "base": 9}
surveys.TakenFigure.objects.create(taking=taking, participant=old, leaf="1", estimate=estimate, **taken)
surveys.SurveyTakingUndoing.objects.create(taking=taking, reason="Nhầm", at=now, **by)
"""
SOMEBODY_CORRECTED = """
from cchc.cycles.models import Participant
from cchc.scores.models import Correction
from cchc.cycles.models import Extension
unit = Participant.objects.exclude(cycle__state="closed").first()
Extension.objects.create(
    participant=unit, kind="survey", until="2027-01-20", reason="Mưa lũ", person_id=1, person="Chuyên viên"
)
Correction.objects.create(
    participant=unit, kind="hand", state="refused", reason="Không đủ căn cứ", person_id=1, person="Chuyên viên"
)
"""
SOMETHING_WAS_FED = """
from cchc.cycles.models import Cycle, FedSeal
FedSeal.objects.create(cycle=Cycle.objects.first(), number=1, content="[]", sha256="0" * 64)
"""
