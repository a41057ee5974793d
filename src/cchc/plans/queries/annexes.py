"""The files that were read into the draft of a plan behind its own: its annexes, and what became of their words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from cchc.core.plans.plan import WordAccount
from cchc.documents.queries.background import TaskStanding
from cchc.intake.models import StagedFile
from cchc.intake.queries import staged_files_about
from cchc.plans.models import Plan
from cchc.reading.plans.account_json import account_of_data

PLAN_ANNEX = "plan_annex"


def annexes_of(plan: Plan) -> QuerySet[StagedFile]:
    """Return the files that were brought as annexes of `plan`, in the order in which they came, read or not."""
    return staged_files_about(PLAN_ANNEX, [str(plan.pk)]).order_by("pk")


@dataclass(frozen=True, slots=True)
class AnnexFile:
    """A file of its own that is an annex of a plan: what became of its words once it is read, and how its reading
    stands as long as it is under way."""

    staged: StagedFile
    account: WordAccount | None
    standing: TaskStanding | None = None


def read_annexes(plan: Plan) -> list[AnnexFile]:
    """Return the annexes that are in the draft of `plan`; one query."""
    rows = annexes_of(plan).filter(state=StagedFile.State.APPLIED)
    return [AnnexFile(one, account_of_data(one.read["account"])) for one in rows]


def annex_files(plan: Plan, standings: Mapping[int, TaskStanding]) -> list[AnnexFile]:
    """Return all files that were brought as annexes of `plan`; `standings` tell how the task of each stands."""
    return [
        AnnexFile(
            one,
            account_of_data(one.read["account"]) if "account" in one.read else None,
            standings.get(one.pk) if one.is_under_way else None,
        )
        for one in annexes_of(plan)
    ]
