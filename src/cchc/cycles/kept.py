"""The frozen tables of this room: a closed cycle with its phases, sets, participants, exemptions, requests and
appeals, until it is opened again; extensions for good; and the rows that the log can play."""

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played, subjects_of
from cchc.core.words.messages import Message
from cchc.cycles.actions.cycles import CREATED
from cchc.cycles.models import (
    ApplicabilityAppeal,
    ApplicabilityRequest,
    Cycle,
    CycleSet,
    Extension,
    FedSeal,
    NotApplicable,
    Participant,
    Phase,
)

CLOSED = "(SELECT state FROM cycles_cycle WHERE id = {row}.cycle_id) = 'closed'"
OF_A_PARTICIPANT = (
    "(SELECT state FROM cycles_cycle WHERE id = "
    "(SELECT cycle_id FROM cycles_participant WHERE id = {row}.participant_id)) = 'closed'"
)
OF_A_REQUEST = (
    "(SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = "
    "(SELECT participant_id FROM cycles_applicabilityrequest WHERE id = {row}.request_id))) = 'closed'"
)

RELEASED_OR_OPENED = (
    "({row}.state = 'open' AND COALESCE(CAST({row}.released_at AS text), '') = "
    "COALESCE(CAST(OLD.released_at AS text), '') "
    "OR {row}.state = 'closed' AND OLD.released_at IS NULL AND {row}.released_at IS NOT NULL)"
)
"""A closed cycle may be opened again as it is, and released once."""

FROZEN = (
    Frozen(
        "cycles_cycle",
        when="{row}.state = 'closed'",
        free=("state", "released_at"),
        free_to=RELEASED_OR_OPENED,
    ),
    Frozen("cycles_phase", when=CLOSED, insert=CLOSED),
    Frozen("cycles_cycleset", when=CLOSED, insert=CLOSED),
    Frozen("cycles_participant", when=CLOSED, insert=CLOSED),
    Frozen("cycles_notapplicable", when=OF_A_PARTICIPANT, insert=OF_A_PARTICIPANT),
    Frozen("cycles_applicabilityrequest", when=OF_A_PARTICIPANT, insert=OF_A_PARTICIPANT),
    Frozen("cycles_applicabilityappeal", when=OF_A_REQUEST, insert=OF_A_REQUEST),
    Frozen("cycles_fedseal"),
    Frozen("cycles_extension", insert=OF_A_PARTICIPANT),
)

PLAYED = (
    Played(
        code="cycles.cycle",
        words=Message("Cycle"),
        model=Cycle,
        fields=("province_id", "year", "name", "state", "open_to_units"),
        made_by=subjects_of(CREATED),
    ),
    Played(
        code="cycles.phase",
        words=Message("Phase"),
        model=Phase,
        fields=("name", "starts", "ends"),
        key=("cycle_id", "kind"),
    ),
    Played(
        code="cycles.set",
        words=Message("Set in force"),
        model=CycleSet,
        fields=("cycle_id", "version_id", "kinds", "peer_group", "scored_by", "survey_by"),
    ),
    Played(
        code="cycles.participant",
        words=Message("Participant"),
        model=Participant,
        fields=("cycle_id", "cycle_set_id", "unit_id", "peer_group", "name", "code"),
    ),
    Played(
        code="cycles.not_applicable",
        words=Message("Not applicable"),
        model=NotApplicable,
        fields=("reason",),
        key=("participant_id", "leaf"),
    ),
    Played(
        code="cycles.fed_figures",
        words=Message("Fed figures of a cycle"),
        model=FedSeal,
        fields=("cycle_id", "number", "sha256"),
    ),
    Played(
        code="cycles.applicability_request",
        words=Message("Request that a criterion shall not apply"),
        model=ApplicabilityRequest,
        fields=("participant_id", "leaf", "reason", "state", "answer", "decided_by"),
    ),
    Played(
        code="cycles.applicability_appeal",
        words=Message("Appeal that a criterion shall not apply"),
        model=ApplicabilityAppeal,
        fields=("request_id", "reason", "state", "answer", "decided_by"),
    ),
    Played(
        code="cycles.extension",
        words=Message("Extension"),
        model=Extension,
        fields=("participant_id", "kind", "until", "reopens", "reason", "document"),
    ),
)
