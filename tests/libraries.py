"""Documents of libraries, made by the actions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count

from django.utils import timezone

from cchc.access.actor import Actor
from cchc.access.permissions import Role
from cchc.audit.models import by_line
from cchc.documents.actions import store
from cchc.documents.actions.incoming import bring_files
from cchc.documents.actions.library import DocumentDraft, register_documents
from cchc.documents.actions.signatures import load_anchors
from cchc.documents.models import IncomingFile, OfficialDocument, StoredFile, TrustAnchor, Upload
from cchc.documents.queries.library import DocumentFacts
from cchc.files.certificates import read_anchors
from cchc.units.models import Unit
from tests import builders
from tests.files.hostile import paragraph, word_file
from tests.files.signed_papers import a_holder

NUMBERS = count(1)
HEAD = (
    "SỞ NỘI VỤ",
    "Số: {number}",
    "Bình Sơn, ngày 05 tháng 01 năm 2026",
    "BÁO CÁO",
    "{title}",
    "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2025 của UBND tỉnh, Sở Nội vụ báo cáo như sau:",
)


def a_clerk(unit: Unit | None = None, role: Role = Role.UNIT_CLERK) -> Actor:
    """Somebody of a unit who looks after its library."""
    unit = unit or builders.a_unit(f"Sở số {next(NUMBERS)}")
    return builders.actor_for(builders.a_member(role, unit=unit, username=f"thu-vien-{next(NUMBERS)}"))


def a_paper(number: str = "45/BC-SNV", title: str = "Kết quả rà soát văn bản quy phạm pháp luật") -> bytes:
    """A Word file with the head of a report."""
    return word_file("".join(paragraph(line.format(number=number, title=title)) for line in HEAD))


def a_stored_file(by: Actor, name: str = "van-ban.docx", data: bytes | None = None) -> StoredFile:
    """A file that was brought into the library of `by`, unlike all others unless its content is given."""
    data = data or a_paper(title=f"Kết quả rà soát văn bản lần {next(NUMBERS)}")
    file = store(by=by, name=name, data=data)
    Upload.objects.create(
        key=f"{file.pk}",
        sha256=file.sha256,
        size=file.size,
        name=file.name,
        unit_id=by.unit_id,
        stored=file,
        finished_at=timezone.now(),
        **by_line(by),
    )
    return file


def incoming(by: Actor, name: str = "van-ban.docx", data: bytes | None = None) -> IncomingFile:
    """A file that waits to be confirmed, not read yet."""
    (one,) = bring_files(by=by, files=[a_stored_file(by, name, data)])
    return one


def a_document(
    by: Actor,
    number: str = "45/BC-SNV",
    *,
    title: str = "Kết quả rà soát văn bản",
    issuer: str = "Sở Nội vụ",
    on: date | None = date(2026, 1, 5),
    kind: str = "Báo cáo",
    file: StoredFile | None = None,
    files: Sequence[StoredFile] = (),
    wanted: Sequence[str] = (),
    now: datetime | None = None,
) -> OfficialDocument:
    """A document in the library of the unit of `by`, of one file unless `files` are given."""
    facts = DocumentFacts(kind, number, on, issuer, title)
    draft = DocumentDraft(tuple(files) or (file or a_stored_file(by),), facts, tuple(wanted))
    (made,) = register_documents(by=by, drafts=[draft], not_secret=True, now=now)
    return made


def a_loaded_anchor() -> TrustAnchor:
    """The certificate of an authority of its own, loaded by an administrator."""
    found = read_anchors(a_holder(f"CA {next(NUMBERS)}", authority=True).der, "ca.cer")
    (row,) = load_anchors(by=builders.an_actor(), certificates=found, file="ca.cer")
    return row
