"""Acts on remediation plans made of losses, on the library of remedies, and on published results."""

from __future__ import annotations

from datetime import date
from typing import Any

from cchc.analysis.models import RemediationPlan, Remedy
from cchc.analysis.queries.library import OF_MODELS
from cchc.cycles.models import Cycle
from tests import builders
from tests.acts.table import Data, a_year, act, named, the_province
from tests.builders.remedies import PUBLISHED


def a_scored_year() -> Cycle:
    """A cycle of a year that nothing else uses, in which a unit of its own lost points."""
    name = named("Sở mất điểm")
    builders.a_unit(name, parent=the_province(), since=date(1998, 1, 1))
    cycle = builders.a_scored_cycle((name,), year=a_year(), province=the_province())
    builders.imported(cycle, f"đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2\n{name};9;10;2;80%;2,4\n")
    return cycle


def a_remediation() -> RemediationPlan:
    """What is proposed against the losses of a published result, with every remedy written."""
    made = builders.a_published_remediation(a_result())
    builders.remedied(made)
    return made


def a_result() -> Any:
    """A published result of the province."""
    return builders.a_published_result(the_province(), title=named("Chỉ số PAR INDEX năm 2025"))


@act("analysis:remediation_of_cycle", "analysis.remediation_proposed", repeats=True)
def _() -> tuple[list[Any], Data]:
    cycle = a_scored_year()
    form = {
        "participants": [one.pk for one in cycle.participants.all()],
        "title": named("Kế hoạch khắc phục"),
        "year": "2000",
        "unit": the_province().pk,
        "deadline": "Quý II/2000",
    }
    return [cycle.province.code or cycle.province_id, cycle.year], form


@act("analysis:remediation_of_published", "analysis.remediation_proposed", repeats=True)
def _() -> tuple[list[Any], Data]:
    form = {
        "title": named("Kế hoạch khắc phục"),
        "year": "2026",
        "unit": the_province().pk,
        "deadline": "Quý II/2026",
    }
    return [a_result().pk], form


@act("analysis:remediation_choose", "analysis.measures_chosen")
def _() -> tuple[list[Any], Data]:
    made = a_remediation()
    return [made.pk], {"chosen": [made.proposals.first().pk]}


@act("analysis:remediation_choose", "analysis.remediation_drafted", also="draft")
def _() -> tuple[list[Any], Data]:
    made = a_remediation()
    return [made.pk], {"chosen": [one.pk for one in made.proposals.all()], "draft": "1"}


@act("analysis:proposal", "analysis.measure_written")
def _() -> tuple[list[Any], Data]:
    made = a_remediation()
    row = made.proposals.first()
    form = {
        "version": row.version,
        "remedy": "",
        "shortcomings": row.shortcomings,
        "task": "Giao ban tiến độ hằng tháng",
        "output": "Biên bản",
        "lead": "Sở Nội vụ",
        "cooperating": "",
        "deadline": row.deadline,
    }
    return [made.pk, row.pk], form


@act("analysis:remediation_delete", "analysis.remediation_deleted")
def _() -> tuple[list[Any], Data]:
    return [a_remediation().pk], {}


@act("analysis:remedy_new", "analysis.remedy_written", repeats=True)
def _() -> tuple[list[Any], Data]:
    form = {
        "version": "",
        "criterion": named("Báo cáo định kỳ"),
        "code": "late",
        "task": "Gửi trước hạn 03 ngày",
        "output": "",
        "cooperating": "",
    }
    return [], form


@act("analysis:remedy", "analysis.remedy_written")
def _() -> tuple[list[Any], Data]:
    kept = builders.a_remedy(named("Báo cáo định kỳ"))
    form = {
        "version": kept.version,
        "criterion": kept.criterion,
        "code": "",
        "task": "Phân công đầu mối",
        "output": "",
        "cooperating": "",
    }
    return [kept.pk], form


@act("analysis:remedy_delete", "analysis.remedy_deleted")
def _() -> tuple[list[Any], Data]:
    return [builders.a_remedy(named("Báo cáo định kỳ")).pk], {}


@act("analysis:remedies_adopt", "analysis.model_remedies_adopted")
def _() -> tuple[list[Any], Data]:
    Remedy.objects.filter(origin_words=OF_MODELS).delete()
    return [], {}


@act("analysis:remedies_gather", "analysis.remedies_gathered")
def _() -> tuple[list[Any], Data]:
    plan = builders.a_plan(the_province(), title=named("Kế hoạch khắc phục"))
    builders.a_measure(plan, "Kiểm tra 30 % đơn vị", shortcomings=f"{named('Kiểm tra')} (trừ 0,3 điểm)")
    plan.kind, plan.state = plan.Kind.REMEDIATION, plan.State.CURRENT
    plan.save()
    return [], {}


@act("analysis:published_new", "analysis.published_written", repeats=True)
def _() -> tuple[list[Any], Data]:
    form = {
        "version": "",
        "unit": the_province().pk,
        "title": named("Chỉ số PAR INDEX năm 2025"),
        "year": "2025",
        "document": "",
        "lines": PUBLISHED,
    }
    return [], form


@act("analysis:published", "analysis.published_written")
def _() -> tuple[list[Any], Data]:
    kept = a_result()
    form = {
        "version": kept.version,
        "unit": the_province().pk,
        "title": kept.title,
        "year": "2025",
        "document": "Quyết định số 10/QĐ-BNV",
        "lines": PUBLISHED,
    }
    return [kept.pk], form


@act("analysis:published_delete", "analysis.published_deleted")
def _() -> tuple[list[Any], Data]:
    return [a_result().pk], {}
