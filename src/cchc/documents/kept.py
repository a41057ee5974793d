"""What of this room can never change: which bytes were handed in, by whom and when."""

from cchc.audit.frozen import Frozen

FROZEN = (Frozen("documents_storedfile"),)
