"""Correcting scores by hand; rooms above are told in the same transaction."""

from __future__ import annotations

from fractions import Fraction

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cchc.access.actor import Actor
from cchc.access.permissions import Permission
from cchc.audit.actions import record
from cchc.audit.queries import last_person
from cchc.audit.verbs import verb
from cchc.core.scoring.criteria.figures import figure_words
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.ledgers import LeafScore
from cchc.core.words.messages import Message, say
from cchc.core.words.numbers import number_in_full
from cchc.cycles.models import Participant
from cchc.intake.changed import Changed
from cchc.scores.actions.writing import fill, hold_open
from cchc.scores.consequences import Occasion, scores_changed
from cchc.scores.models import Origin, Score, Stage
from cchc.scores.queries.basis import ScoreBasis, basis_of, checked_ranking
from cchc.scores.queries.content import ScoreContent, content_for, declared_figures, score_content

CORRECTED = verb("results.score_corrected", _("changed {leaf} of {subject} from {old} to {new}: {reason}"))


@transaction.atomic
def correct_score(
    *, by: Actor, participant: Participant, leaf: str, given: LeafScore | None, reason: str, version: int
) -> Score:
    """Set one score by hand: points, declared figures, or None to make it pending again.

    `version` is that of the score the person saw (0: there was none). Raises `Changed` when it is another now,
    ValidationError when the leaf does not apply, the rule refuses the score, or no reason is given.
    """
    hold_open(by, Permission.SCORE_CORRECT, participant.cycle)
    text = " ".join(reason.split())
    if not text:
        raise ValidationError({"reason": _("Say why the score is changed.")})
    basis = basis_of(participant.cycle_set, participant.cycle)
    node = _scored_leaf(basis, participant, leaf, given)
    rows = Score.objects.select_for_update().filter(participant=participant, leaf=leaf, stage=Stage.DECIDED)
    row = rows.first()
    before = score_content(row)
    if before.version != version:
        raise Changed(seen=version, now=before, who=_who_set(participant, leaf, row))
    row = row or Score(cycle_id=participant.cycle_id, participant=participant, leaf=leaf, version=0)
    what = content_for(node, given)
    fill(row, ScoreContent(what.points, what.figures, Origin.DECIDED, None, text))
    row.save()
    facts = {
        "leaf": leaf,
        "old": _told(node, before),
        "new": _told(node, what),
        "reason": text,
        "version": row.version,
    }
    followed = scores_changed(cycle=participant.cycle, occasion=Occasion.CORRECTION)
    record(
        by=by,
        verb=CORRECTED,
        subject=participant.name,
        subject_id=participant.pk,
        facts=facts,
        wrote=[row, *followed],
    )
    return row


def _who_set(participant: Participant, leaf: str, row: Score | None) -> str:
    """Who gave a score what it holds: whoever brought the file, or corrected it."""
    if row is not None and row.source:
        return row.source.person
    return last_person(CORRECTED, participant.pk, leaf=leaf)


def _scored_leaf(basis: ScoreBasis, participant: Participant, leaf: str, given: LeafScore | None) -> Node:
    """The leaf, once `given` is something that it can be scored with."""
    node = basis.criteria.leaves.get(leaf)
    if node is None:
        raise ValidationError(
            _("The leaf %(leaf)s does not belong to the criteria of this unit."), params={"leaf": leaf}
        )
    if (participant.pk, leaf) in basis.without:
        raise ValidationError(_("%(leaf)s does not apply to this unit."), params={"leaf": leaf})
    if isinstance(given, Fraction):
        _check_span(node, given)
        return node
    checked_ranking(basis, {(participant.pk, leaf): given})
    return node


def _check_span(node: Node, points: Fraction) -> None:
    low, high = node.stated_span()
    if not low <= points <= high:
        span = {"low": number_in_full(low), "high": number_in_full(high)}
        raise ValidationError({"points": _("Points must lie between %(low)s and %(high)s.") % span})


def _told(leaf: Node, what: ScoreContent) -> str:
    """What a score holds, in words for the log."""
    if not what.figures:
        return what.points or "–"
    spoken = (
        Message("{label}: {value}", label=variable.label, value=figure_words(variable, value))
        for variable, value in declared_figures(leaf, what)
    )
    return "; ".join(say(message, gettext, number_in_full) for message in spoken)
