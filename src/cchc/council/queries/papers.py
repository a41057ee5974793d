"""The papers of the council: the minutes of a session, the draft decision with its annexes; always in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.timezone import localtime

from cchc.appraisal.policies import AppraisalSight
from cchc.core.words.messages import Message
from cchc.core.words.names import name_inside_a_sentence
from cchc.council.exchange.decision import DecisionAnnex, DecisionFacts, draft_content
from cchc.council.exchange.minutes import MinutesFrame, minutes_word
from cchc.council.models import CouncilSession, SessionMinutes
from cchc.council.queries.final import standing_final
from cchc.council.queries.minutes import minutes_content, without_units
from cchc.cycles.models import Cycle
from cchc.cycles.policies import Sight
from cchc.documents.exchange.templates import PaperContent
from cchc.results.exchange.annex import annex_table
from cchc.results.exchange.printing import marks_of
from cchc.results.queries.files import annex_notes, annex_row
from cchc.results.queries.groups import groups_of
from cchc.results.queries.ranking import ranking_of
from cchc.texts.speaking import speaker

SAY = speaker("council", "access", language_code="vi")
SAY_RESULTS = speaker("results", "access", language_code="vi")


def minutes_paper(sight: AppraisalSight, session: CouncilSession) -> bytes:
    """Return the minutes of a session as a Word file, as they are kept; of one that is not closed as it stands, marked
    as a draft. Items of units that stand near to the reader are left out, and their number is said."""
    kept = SessionMinutes.objects.filter(session=session).first()
    near = session.cycle.participants.filter(pk__in=list(sight.apart))
    content, left_out = without_units(
        kept.content if kept is not None else minutes_content(session), dict(near.values_list("pk", "name"))
    )
    frame = MinutesFrame(
        begins=_time(session.opened_at),
        ends=_time(session.closed_at),
        sha256=kept.sha256[:16] if kept is not None else "",
        left_out=left_out,
        practice=session.cycle.practice,
    )
    return minutes_word(content, frame, SAY)


def _time(moment: datetime | None) -> str:
    return f"{localtime(moment):%H:%M}" if moment is not None else ""


def draft_of(sight: Sight, cycle: Cycle) -> PaperContent:
    """Return what fills a template of the draft of the decision that approves the results of a cycle as a reader sees
    them, who sees every unit, with an annex for each peer group that is scored."""
    annexes, stage = [], ""
    for group in groups_of(sight, cycle):
        ranking = ranking_of(sight, cycle, group)
        if ranking is None:
            continue
        stage = ranking.run.stage
        rows = [annex_row(row) for row in ranking.rows]
        notes = [SAY_RESULTS(note) for note in annex_notes(ranking)]
        table = annex_table(rows, ranking.criteria.places, SAY_RESULTS)
        annexes.append(DecisionAnnex(group.name, len(rows), table, notes))
    facts = DecisionFacts(
        province=name_inside_a_sentence(cycle.province.name),
        year=cycle.year,
        minutes=list(_minutes_of(cycle)),
        annexes=annexes,
        is_final=standing_final(cycle) is not None,
        marks=[SAY_RESULTS(one) for one in marks_of(stage, unreleased=False, practice=cycle.practice)],
    )
    return draft_content(facts)


def _minutes_of(cycle: Cycle) -> Iterable[str]:
    for one in SessionMinutes.objects.filter(session__cycle=cycle).select_related("session"):
        words = Message(
            "Pursuant to the minutes of session {number} of the council of {day};",
            number=str(one.session.number),
            day=f"{one.session.on:%d/%m/%Y}",
        )
        yield SAY(words)
