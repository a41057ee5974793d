"""What of this room can never change."""

from cchc.audit.frozen import Frozen

FROZEN = (Frozen("audit_entry"), Frozen("audit_seal"))
