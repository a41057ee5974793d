"""The kinds of files that are staged: joined from the rooms."""

from cchc.cycles import staged as cycles
from cchc.units import staged as units

KINDS = (*units.KINDS, *cycles.KINDS)
