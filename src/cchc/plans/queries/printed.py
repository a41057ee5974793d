"""A stored plan as an official paper: what stands around its measures, and the file, Word or PDF."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cchc.core.plans.columns import KEYS, NUMBER
from cchc.documents.exchange.paper import Signature
from cchc.documents.exchange.signing import (
    COMMITTEE,
    SignedAs,
    heads_of,
    recipient_lines,
    signing_position,
)
from cchc.documents.queries.prepared import OutdatedFile
from cchc.files.converting import printed_pdf
from cchc.plans.exchange.printed import PlanLayout, PrintedHead, plan_paper
from cchc.plans.exchange.printed_table import PrintedSection, PrintedTarget
from cchc.plans.models import Measure, Plan, PlanTarget
from cchc.plans.queries.texts import StoredPlan
from cchc.units.models import Kind
from cchc.units.queries.offices import COMMITTEES, office_name, place_name, superior_office

_RECEIVERS = {
    Kind.PROVINCE: (
        "Bộ Nội vụ (để báo cáo)",
        "Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh",
        "Các cơ quan, đơn vị có tên trong Kế hoạch",
    ),
}
_OTHER_RECEIVERS = (
    "Ủy ban nhân dân tỉnh (để báo cáo)",
    "Sở Nội vụ",
    "Các cơ quan, đơn vị có tên trong Kế hoạch",
)
AMENDED = "(nội dung hiện hành, đã được sửa đổi, bổ sung)"
Wishes = Mapping[str, str]
"""What was asked of a paper, by the fields of its form, as plain texts that a task can be given."""


def usual_wishes(plan: Plan) -> dict[str, str]:
    """Return what a paper of `plan` is like where nobody asks for anything else."""
    return {
        "dang": usual_form(plan).value,
        "ky": SignedAs.HEAD.name,
        "chuc_vu": "",
        "ho_ten": "",
        "noi_nhan": "\n".join(_RECEIVERS.get(Kind(plan.unit.kind), _OTHER_RECEIVERS)),
        "luu": "VT",
        "can_cu": "",
    }


def usual_form(plan: Plan) -> PlanLayout:
    """Return the form in which `plan` was issued: in prose where it was read from paragraphs alone, else as a table."""
    sources = list(Measure.objects.filter(section__plan=plan).values_list("source", flat=True))
    in_tables = any(one.get("table") for one in sources)
    in_lines = bool(sources) and all(one.get("paragraph") for one in sources)
    return PlanLayout.PROSE if in_lines and not in_tables else PlanLayout.TABLE


def head_on_paper(plan: Plan, wishes: Wishes) -> PrintedHead:
    """Return what stands around the measures of `plan` on a paper like this."""
    unit, document = plan.unit, plan.document
    issuer, own = office_name(unit.name, unit.kind), unit.kind in COMMITTEES
    place = unit if own or unit.parent is None else unit.parent
    symbol = "KH-UBND" if own else f"KH-{unit.code}" if unit.code.isalpha() else "KH"
    return PrintedHead(
        kind=plan.kind,
        title=plan.title,
        year=plan.year,
        superior=superior_office(unit),
        issuer=issuer,
        place=place_name(place.name),
        number=document.number if document else "",
        symbol=symbol,
        on=document.date if document else None,
        signature=signature_of(issuer, COMMITTEE if own else "", wishes),
        recipients=recipient_lines(wishes["noi_nhan"].splitlines(), wishes["luu"] or "VT"),
        grounds=wishes["can_cu"].splitlines(),
        is_draft=plan.state != Plan.State.CURRENT,
    )


def signature_of(office: str, body: str, wishes: Wishes) -> Signature:
    """Return who signs a paper of `office` as it is wished for, in the name of a `body` where it has one."""
    head, deputy = heads_of(office)
    signed = SignedAs[wishes["ky"]]
    signer = wishes["chuc_vu"] or (deputy if signed is SignedAs.DEPUTY else "")
    return Signature(signing_position(head, signed=signed, signer=signer, body=body), "", wishes["ho_ten"])


def printed_sections(plan: Plan) -> list[PrintedSection]:
    """Return the measures and targets of `plan` as they are printed; what an amendment took out of it is left out."""
    stored = StoredPlan(plan)
    return [
        PrintedSection(
            section.number,
            section.heading,
            tuple(
                {key: getattr(one, key) for key in KEYS}
                for one in stored.measures
                if one.section_id == section.pk and not one.withdrawn
            ),
            tuple(map(_target, stored.targets.get(section.pk, ()))),
        )
        for section in stored.sections
    ]


def _target(one: PlanTarget) -> PrintedTarget:
    return PrintedTarget(one.number, one.name, one.measured_in, one.value, one.year, one.agencies, one.other)


def withdrawn_note(measures: Sequence[Mapping[str, Any]]) -> str:
    """Return the note that names measures which are no longer part of a plan; "" for none.

    >>> withdrawn_note([{"number": "4", "task": "Rà soát"}, {"number": "", "task": "Ban hành"}])
    'Nhiệm vụ đã đưa ra khỏi Kế hoạch: số 4; “Ban hành”.'
    """
    named = "; ".join(measure_on_paper(one) for one in measures)
    return f"Nhiệm vụ đã đưa ra khỏi Kế hoạch: {named}." if named else ""


def measure_on_paper(texts: Mapping[str, Any]) -> str:
    """Return how a paper names a measure: by its number, else by what is to be done."""
    if number := texts.get(NUMBER):
        return f"số {number}"
    said = texts.get("task") or texts.get("activity") or texts.get("objective") or ""
    return f"“{' '.join(str(said).split())}”"


def word_of_plan(plan: Plan, wishes: Wishes) -> bytes:
    """Return the paper of `plan` as a Word file, as it is wished for; always in Vietnamese."""
    head = head_on_paper(plan, wishes)
    gone = Measure.objects.filter(section__plan=plan, withdrawn=True).values(*KEYS)
    head = replace(head, notes=(withdrawn_note(list(gone)),), beneath=AMENDED if is_amended(plan) else "")
    return plan_paper(head, printed_sections(plan), PlanLayout(wishes["dang"]))


def is_amended(plan: Plan) -> bool:
    """Whether an amendment of `plan` stands: then it no longer says what was issued under its number and day."""
    return plan.amendments.filter(undone__isnull=True).exists()


def state_of_paper(plan: Plan, wishes: Wishes) -> str:
    """Return a text that is equal for papers that say the same."""
    said = repr((plan.version, plan.state, head_on_paper(plan, wishes), sorted(wishes.items())))
    return hashlib.sha256(said.encode()).hexdigest()


def word_content(about: Mapping[str, Any]) -> bytes:
    """Return the Word file that was asked for. Raises `OutdatedFile` when the plan is another one now."""
    plan = Plan.objects.select_related("unit__parent", "document").filter(pk=about["plan"]).first()
    if plan is None or state_of_paper(plan, about["wishes"]) != about["state"]:
        raise OutdatedFile
    return word_of_plan(plan, about["wishes"])


def pdf_content(about: Mapping[str, Any]) -> bytes:
    """Return the pages of the same paper as a PDF. Raises `OutdatedFile` when the plan is another one now, `Faults`
    where LibreOffice makes nothing of it."""
    return printed_pdf(word_content(about), "ke-hoach.docx")
