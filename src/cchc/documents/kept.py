"""The frozen rows of this room: which bytes were handed in, by whom and when."""

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played, subjects_of
from cchc.core.words.messages import Message
from cchc.documents.actions import BROUGHT, STORED
from cchc.documents.models import StoredFile
from cchc.documents.queries import missing_or_altered
from cchc.documents.queries.astray import files_without_row, rows_without_file

FROZEN = (Frozen("documents_storedfile"),)

CHECKS = (missing_or_altered, files_without_row)

NIGHTLY = (rows_without_file, files_without_row)

PLAYED = (
    Played(
        code="documents.file",
        words=Message("Stored file"),
        model=StoredFile,
        fields=("sha256", "name", "size"),
        made_by=subjects_of(STORED, BROUGHT),
    ),
)
