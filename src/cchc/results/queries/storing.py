"""Computed accounts as the rows in which a run keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.index import UnitIndex as Account
from cchc.core.scoring.ledgers import Ledger
from cchc.core.words.numbers import plain, rounded_number
from cchc.cycles.models import Participant
from cchc.results.models import DomainIndex, IndexRun, UnitIndex
from cchc.results.queries.accounts import losses_by_code
from cchc.scores.queries.basis import ScoreBasis
from cchc.scores.queries.content import text_of


def unit_row(
    run: IndexRun, basis: ScoreBasis, participant: Participant, place: int, account: Account
) -> UnitIndex:
    """The row of a participant in a run, not stored."""
    index, criteria = account.index, basis.criteria
    return UnitIndex(
        run=run,
        participant=participant,
        cycle_set=basis.cycle_set,
        name=participant.name,
        code=participant.code,
        peer_group=participant.peer_group,
        place=place,
        penalty=text_of(account.total.penalty),
        exact="" if index is None else text_of(index),
        printed="" if index is None else plain(rounded_number(index, criteria.places, criteria.rounding)),
        rank=account.rank,
        grade=account.grade or "",
        **_figures(account.total),
    )


def domain_rows(row: UnitIndex, criteria: CriteriaSet, account: Account) -> Iterator[DomainIndex]:
    """The rows of its domains, not stored: the first level of the set, and the blocks of bonus and penalty."""
    for place, node in enumerate(criteria.nodes, start=1):
        ledger = account.nodes[node.number]
        yield DomainIndex(
            unit_index=row,
            place=place,
            number=node.number,
            name=node.name,
            block=node not in criteria.domains,
            loss=text_of(ledger.lost),
            **_figures(ledger),
        )


def _figures(ledger: Ledger) -> dict[str, Any]:
    """What units and domains keep of an account, as exact texts."""
    amounts = ("points", "maximum", "bonus", "pending", "survey")
    return {name: text_of(getattr(ledger, name)) for name in amounts} | {
        "waiting": ledger.waiting,
        "losses": {code: text_of(amount) for code, amount in losses_by_code(ledger).items()},
    }
