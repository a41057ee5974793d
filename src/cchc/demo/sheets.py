"""The sheets of the running year in the middle of self-scoring: handed in, returned, half filled, late with an
extension, not handed in at the lock.

The departments have had their last day; the communes were given more days beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.core.scoring.criteria.crosschecks import broken_checks
from cchc.core.scoring.criteria.feeding import FedFigure
from cchc.core.scoring.criteria.figures import figure_text
from cchc.core.scoring.criteria.tree import Node, Part
from cchc.core.words.numbers import plain
from cchc.criteria.queries import criteria_of
from cchc.cycles.actions.clock import lock_due_phases
from cchc.cycles.actions.locking import extend_phase
from cchc.cycles.actions.requests import ask_not_applicable
from cchc.cycles.models import Cycle, Participant, PhaseKind
from cchc.demo.figures import DrawnValue
from cchc.demo.people import somebody_of, system
from cchc.demo.scores import DrawnPoints, drawn_for
from cchc.demo.signed import Authority, changed_after, report, trusted_authority
from cchc.demo.years import GROUPS, MORE_DAYS_OF_COMMUNES
from cchc.documents.actions import store
from cchc.documents.actions.library import DocumentDraft, register_documents
from cchc.documents.exchange.paper import WordColumn, WordTable
from cchc.documents.exchange.word import annex_bytes
from cchc.documents.models import StoredFile
from cchc.documents.queries.downloads import slug_of
from cchc.documents.queries.library import DocumentFacts
from cchc.self_scoring.actions.evidence import link_document
from cchc.self_scoring.actions.reminding import remind_late_units
from cchc.self_scoring.actions.returning import return_sheet
from cchc.self_scoring.actions.saving import TypedBlock, save_block
from cchc.self_scoring.actions.sharing import share_out
from cchc.self_scoring.actions.sheets import sheet_of
from cchc.self_scoring.actions.submitting import submit_sheet
from cchc.self_scoring.actions.typing import TypedAnswer
from cchc.self_scoring.models import Answer, UnitSheet
from cchc.self_scoring.queries.gaps import gaps_of
from cchc.self_scoring.queries.sheet import sheet_view, whole_sheets
from cchc.self_scoring.queries.sources import proposals_of
from cchc.self_scoring.queries.submissions import seal_of

SUBMITTED = ("STC", "STP", "SCT", "SYT", "SNGV", "TTR", "90001", "90322", "90505")
TWICE = "SKHCN"  # handed in, returned, handed in again
RETURNED = ("90049", "90337")
FLOODED = ("90568", "90637")
LATE = ("SXD", "SGDDT", "SNV", "SVHTTDL", "SDTTG", "BQLKKT")
ASKING = "90454"
SIGNED, CHANGED = "SCT", "SYT"  # whose report was signed on a computer; and changed after that
VISITED = ("SXD", "90241")  # those of the accounts of the demonstration
BEGUN = {
    **{"SGDDT": 0.9, "SNNMT": 0.7, "SNV": 0.8, "VPUB": 0.3, "90010": 0.6, "90028": 0.9, "90043": 0.2},
    **{"90454": 0.8, "90472": 0.1, "90607": 0.4, "90568": 0.3, "90637": 0.2},
    **{"SXD": 0.55, "90241": 0.5},
}
WHOLE = dict.fromkeys((*SUBMITTED, *RETURNED, TWICE), 1.0)
LINKED = 12  # leaves of each of these sheets with a document behind them
WHY = "Theo kết quả tự rà soát của đơn vị"
WHY_ANOTHER = "Theo quyết định mới ban hành trong năm, chưa cập nhật vào danh mục"
WHY_BACK = (
    "Đề nghị bổ sung tài liệu kiểm chứng của các tiêu chí về cải cách thủ tục hành chính trước khi thẩm định"
)
NOT_OURS = "không phụ thuộc địa giới"
WHY_NOT_OURS = "Trong năm xã chưa được kết nối để tiếp nhận hồ sơ không phụ thuộc địa giới hành chính"
WHY_LATER = "Cấp xã tự chấm sau các sở, ban, ngành để lấy số liệu của các sở"
WHY_FLOODED = "Đơn vị bị ảnh hưởng do mưa lũ, trụ sở phải di dời"
WHY_LATE = "Chưa có số liệu giải ngân của Kho bạc đến ngày khóa"
DAYS_OF_FLOODED = 7
REPORTS = (
    ("Báo cáo", "{number}/BC-{code}", "Kết quả thực hiện cải cách hành chính năm {year}"),
    ("Kế hoạch", "{number}/KH-{code}", "Cải cách hành chính năm {year}"),
    ("Thông báo", "{number}/TB-{code}", "Kết luận kiểm tra công tác cải cách hành chính năm {year}"),
)


def load_sheets(cycle: Cycle, drawn: Sequence[DrawnPoints], today: date, *, by: Actor) -> None:
    """Load what the units have answered until the last day of all, what became of it, and what came after the lock."""
    last = cycle.phases.get(kind=PhaseKind.SELF_SCORING).ends
    then, now = (timezone.make_aware(datetime.combine(day, time(9))) for day in (last, today))
    found = {one.code: (sheet, one) for sheet in drawn for one in sheet.participants}
    communes = [one for _sheet, one in found.values() if one.peer_group in GROUPS.values()]
    until = last + timedelta(days=MORE_DAYS_OF_COMMUNES)
    give_more_time(communes, until, WHY_LATER, "398/UBND-NC", then, by=by)
    for code, share in {**WHOLE, **BEGUN}.items():
        points, participant = found[code]
        answers = answers_of(points, participant, share)
        save_block(by=person_of(participant), sheet=own_sheet(participant), block=answers, now=then)
    authority = trusted_authority(then, by=system())
    for code in (*WHOLE, *VISITED):
        prove(found[code][1], then, authority=authority)
    for code in VISITED:
        hand_out(found[code][1], then)
    for code in WHOLE:
        submit(found[code][1], then)
    for code in (*RETURNED, TWICE):
        return_sheet(by=by, sheet=own_sheet(found[code][1]), reason=WHY_BACK, now=then)
    submit(mended(*found[TWICE], then), then)
    flooded, late = ([found[code][1] for code in codes] for codes in (FLOODED, LATE))
    give_more_time(flooded, until + timedelta(days=DAYS_OF_FLOODED), WHY_FLOODED, "412/SNV-CCHC", then, by=by)
    lock_due_phases(now)
    give_more_time(late, until, WHY_LATE, "420/SNV-CCHC", now, by=by)
    ask(found[ASKING][1])
    remind_late_units(by=by, cycle=cycle, now=now)


def ask(participant: Participant) -> None:
    """Let a unit ask that a criterion shall not apply to it, which waits for the coordinator."""
    leaves = criteria_of(participant.cycle_set.version).leaves.values()
    leaf = next(leaf for leaf in leaves if NOT_OURS in leaf.name)
    ask_not_applicable(
        by=person_of(participant), participant=participant, leaf=leaf.number, reason=WHY_NOT_OURS
    )


def prove(
    participant: Participant, now: datetime, leaves: int = LINKED, authority: Authority | None = None
) -> None:
    """Put documents into the library of a unit, and behind the first answers of its sheet; one or two are signed by
    certificates of the `authority`."""
    clerk, sheet = person_of(participant), own_sheet(participant)
    documents = register_documents(
        by=clerk,
        drafts=[draft(clerk, participant, place, authority) for place in range(len(REPORTS))],
        not_secret=True,
    )
    answered = Answer.objects.filter(sheet=sheet).order_by("pk").values_list("leaf", flat=True)
    for place, leaf in enumerate(answered[:leaves]):
        document = documents[place % len(documents)]
        link_document(by=clerk, sheet=sheet, leaf=leaf, document=document, page=1 + place % 2, now=now)


def draft(clerk: Actor, participant: Participant, place: int, authority: Authority | None) -> DocumentDraft:
    """Return a document of a unit, written for the demonstration."""
    kind, number, title = REPORTS[place]
    code = participant.code if participant.code.isalpha() else "UBND"
    year, day = participant.cycle.year, date(participant.cycle.year, 3 * (place + 1), 10 + place)
    facts = DocumentFacts(
        kind=kind,
        number=number.format(number=20 + 13 * place + participant.place, code=code),
        date=day,
        issuer=participant.name,
        title=title.format(year=year),
    )
    if authority is not None and place == 0 and participant.code in (SIGNED, CHANGED):
        return DocumentDraft(
            (signed_report(clerk, facts, authority, changed=participant.code == CHANGED),), facts
        )
    rows = [[f"{line}.", f"{facts.title}: nội dung {line}", "Đã hoàn thành"] for line in range(1, 6)]
    columns = (WordColumn("TT", 1), WordColumn("Nội dung", 9), WordColumn("Kết quả", 4))
    titles = (f"{kind.upper()} {facts.number}", f"Ngày {day:%d/%m/%Y}", facts.title)
    data = annex_bytes(titles=titles, table=WordTable(columns, rows), attached_to=participant.name)
    files = [store(by=clerk, name=f"{slug_of(kind)}-{place + 1}.docx", data=data)]
    if place == 0 and participant.code in VISITED:
        table = WordTable(columns, [[f"{line}.", f"Số liệu tháng {line}", "Đạt"] for line in range(1, 13)])
        annex = annex_bytes(titles=("PHỤ LỤC", facts.title), table=table, attached_to=participant.name)
        files.append(store(by=clerk, name="phu-luc-so-lieu.docx", data=annex))
    return DocumentDraft(tuple(files), facts)


def signed_report(clerk: Actor, facts: DocumentFacts, authority: Authority, *, changed: bool) -> StoredFile:
    """Return the report of a unit as a PDF that its head signed on a computer, `changed` after that or not."""
    words = (f"{facts.kind} {facts.number}", facts.issuer, facts.title, "Đã ký số (bản in không dấu)")
    at = timezone.make_aware(datetime.combine(facts.date or authority.around.date(), time(9)))
    paper = authority.signed(report(words), signer=f"Giám đốc {facts.issuer}", unit=facts.issuer, at=at)
    return store(by=clerk, name="bao-cao-da-ky-so.pdf", data=changed_after(paper) if changed else paper)


def hand_out(participant: Participant, now: datetime) -> None:
    """Let the head of a unit give the first two domains to its clerk."""
    clerk, head = person_of(participant), person_of(participant, Role.UNIT_HEAD)
    domains = [node.number for node in criteria_of(participant.cycle_set.version).domains]
    shares = dict.fromkeys(domains[:2], clerk.person_id)
    share_out(by=head, sheet=own_sheet(participant), shares=shares, now=now)


def submit(participant: Participant, now: datetime) -> None:
    """Let the head of a unit hand in its sheet, having seen what is wanting in it."""
    sheet = own_sheet(participant)
    seen = seal_of(sheet_view(sheet), gaps_of(sheet))
    submit_sheet(by=person_of(participant, Role.UNIT_HEAD), sheet=sheet, seen=seen, now=now)


def mended(drawn: DrawnPoints, participant: Participant, now: datetime) -> Participant:
    """Let a unit whose sheet was returned change a few answers; returns the unit."""
    sheet = own_sheet(participant)
    versions = dict(Answer.objects.filter(sheet=sheet).values_list("leaf", "version"))
    others = answers_of(drawn, participant, 0.2, another=1)
    block = {leaf: replace(one, version=versions[leaf]) for leaf, one in others.items() if leaf in versions}
    save_block(by=person_of(participant), sheet=sheet, block=block, now=now)
    return participant


def give_more_time(
    participants: Sequence[Participant], until: date, reason: str, document: str, now: datetime, *, by: Actor
) -> None:
    """Give units more days than the others have."""
    extend_phase(
        by=by,
        participants=participants,
        kind=PhaseKind.SELF_SCORING,
        until=until,
        reason=reason,
        document=document,
        now=now,
    )


def own_sheet(participant: Participant) -> UnitSheet:
    """Return the sheet of a unit that scores itself, with all that belongs to it."""
    sheet = sheet_of(participant)
    assert sheet is not None
    return whole_sheets().get(pk=sheet.pk)


def answers_of(
    drawn: DrawnPoints, participant: Participant, share: float, another: int = 0
) -> dict[str, TypedBlock]:
    """Return what a unit types into the first leaves of its sheet, `share` (0–1) of them; `another` draft gives other
    figures."""
    wanted = drawn.wanted(participant, another)
    own = [
        leaf
        for leaf in drawn.leaves.values()
        if leaf.part is not Part.SURVEY and (participant.pk, leaf.number) not in drawn.without
    ]
    known = proposals_of(participant)
    return {
        leaf.number: TypedBlock(
            typed(leaf, drawn_for(leaf, drawn.pools[leaf.number], wanted), known.get(leaf.number, {})), 0
        )
        for leaf in own[: round(len(own) * share)]
    }


def typed(leaf: Node, given: DrawnValue, known: Mapping[str, FedFigure]) -> TypedAnswer:
    """Return figures or points as a unit types them, each leaf marked as done: what its sources know is confirmed where
    it agrees with the other figures, else the unit says why it declares another."""
    if not isinstance(given, Mapping):
        return TypedAnswer(points=plain(given), reason=WHY, done=True, decimal=None)
    declared = leaf.declared()
    confirmed = {**given, **{name: fed.read(declared[name]) for name, fed in known.items()}}
    whole = confirmed if not broken_checks(leaf, confirmed) else given
    figures = {one.name: figure_text(one, whole[one.name]) for one in leaf.variables if one.name in whole}
    others = {name: WHY_ANOTHER for name, fed in known.items() if figures.get(name) not in (None, fed.value)}
    return TypedAnswer(figures=figures, overrides=others or None, done=True, decimal=None)


def person_of(participant: Participant, role: Role = Role.UNIT_CLERK) -> Actor:
    """Return who acts for a unit: whoever has an account in this role, else a clerk or head without one."""
    return somebody_of(participant.unit_id, participant.name, role)
