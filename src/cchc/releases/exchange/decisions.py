"""The file of a decision, as it may be brought."""

from cchc.files.kinds import FileKind
from cchc.scores.exchange.documents import KeptFiles

DECISION_FILE = KeptFiles((FileKind.PDF, FileKind.DOCX), most_bytes=20_000_000)
