"""The frozen tables of this room: the log for good, records of access until their time is over."""

from cchc.audit.frozen import Frozen

FROZEN = (
    Frozen("audit_entry"),
    Frozen("audit_seal"),
    Frozen("audit_accessrecord", when="{row}.kept_until > CURRENT_TIMESTAMP"),
)
