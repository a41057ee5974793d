"""What of this room can never change: a closed cycle stays as it was, with its phases, its sets, its participants and
what did not apply."""

from cchc.audit.frozen import Frozen

CLOSED = "(SELECT state FROM cycles_cycle WHERE id = {row}.cycle_id) = 'closed'"
OF_A_PARTICIPANT = (
    "(SELECT state FROM cycles_cycle WHERE id = "
    "(SELECT cycle_id FROM cycles_participant WHERE id = {row}.participant_id)) = 'closed'"
)

FROZEN = (
    Frozen("cycles_cycle", when="{row}.state = 'closed'"),
    Frozen("cycles_phase", when=CLOSED, insert=CLOSED),
    Frozen("cycles_cycleset", when=CLOSED, insert=CLOSED),
    Frozen("cycles_participant", when=CLOSED, insert=CLOSED),
    Frozen("cycles_notapplicable", when=OF_A_PARTICIPANT, insert=OF_A_PARTICIPANT),
)
