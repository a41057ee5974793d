"""What of this room can never change; records of access while they are kept."""

from cchc.audit.frozen import Frozen

FROZEN = (
    Frozen("audit_entry"),
    Frozen("audit_seal"),
    Frozen("audit_accessrecord", when="{row}.kept_until > CURRENT_TIMESTAMP"),
)
