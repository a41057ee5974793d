"""What of this room can never change: what an applied file changed, of the kinds whose log is played by it."""

from cchc.audit.frozen import Frozen

FROZEN = (
    Frozen(
        "intake_stagedfile",
        when="{row}.applied_at IS NOT NULL AND {row}.for_good",
        free=("state", "undone_at", "undone_by"),
    ),
)
