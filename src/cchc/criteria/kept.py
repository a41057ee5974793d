"""What of this room can never change."""

from cchc.audit.frozen import Frozen

FROZEN = (Frozen("criteria_criteriaversion", when="{row}.state = 'published'"),)
