"""What the platform keeps for good, joined from the rooms."""

from cchc.audit.kept import FROZEN as LOG
from cchc.criteria.kept import FROZEN as CRITERIA
from cchc.cycles.kept import FROZEN as CYCLES
from cchc.documents.kept import FROZEN as DOCUMENTS
from cchc.results.kept import FROZEN as RESULTS

FROZEN = (*LOG, *DOCUMENTS, *CRITERIA, *CYCLES, *RESULTS)
