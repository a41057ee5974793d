"""The frozen rows of this room: which bytes were handed in, by whom and when, and as the files of which document."""

import hashlib

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played, subjects_of
from cchc.core.words.messages import Message
from cchc.documents.actions import BROUGHT, STORED
from cchc.documents.models import StoredFile, TrustAnchor
from cchc.documents.queries import missing_or_altered
from cchc.documents.queries.astray import (
    documents_without_file,
    files_of_nothing,
    files_without_row,
    rows_without_file,
)

OF_A_LIBRARY = "(SELECT unit_id FROM documents_officialdocument WHERE id = {row}.document_id) IS NOT NULL"

FROZEN = (
    Frozen("documents_storedfile"),
    Frozen("documents_documentfile", when=OF_A_LIBRARY),
)

OF_DOCUMENTS = (documents_without_file, files_of_nothing)

NIGHTLY = (rows_without_file, files_without_row, *OF_DOCUMENTS)

CHECKS = (missing_or_altered, files_without_row, *OF_DOCUMENTS)

PLAYED = (
    Played(
        code="documents.file",
        words=Message("Stored file"),
        model=StoredFile,
        fields=("sha256", "name", "size"),
        made_by=subjects_of(STORED, BROUGHT),
    ),
    Played(
        code="documents.anchor",
        words=Message("Certificate of an authority"),
        model=TrustAnchor,
        fields=("sha256", "subject", "valid_from", "valid_to", "removed_at", "reason"),
        holds=lambda row: {"bytes": hashlib.sha256(row.content.encode()).hexdigest()},
    ),
)
