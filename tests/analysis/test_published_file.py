"""A published result is read from a file, looked at, and kept only when it is saved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from cchc.analysis.models import PublishedResult
from cchc.documents.exchange.paper import Header, WordColumn, WordTable
from cchc.documents.exchange.word import paper_bytes
from cchc.files.plain_workbooks import plain_workbook
from tests.markup import source

pytestmark = pytest.mark.django_db
HEADS = ("STT", "Tiêu chí", "Điểm tối đa", "Điểm đạt", "Ghi chú")
ROWS = [
    ["1", "Cải cách thể chế", "10", "8,25", ""],
    ["1.1", "Rà soát văn bản", "4", "3", ""],
    ["", "Tổng", "10", "8,25", ""],
]


def word() -> bytes:
    """The decision with its table."""
    table = WordTable([WordColumn(name, 1) for name in HEADS], ROWS)
    return paper_bytes(
        header=Header("", "BỘ NỘI VỤ", "Số: 12/QĐ-BNV", ""), titles=("Quyết định",), body=(table,)
    )


def brought(client: Client, name: str, data: bytes):
    return client.post(reverse("analysis:published_file"), {"file": SimpleUploadedFile(name, data)})


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_table_is_shown_in_the_form_and_kept_only_when_it_is_saved(
    client_of: Callable[..., Client], kind: str
) -> None:
    client = client_of(Role.COORDINATOR)
    data = word() if kind == "docx" else plain_workbook("Bảng điểm", HEADS, ROWS)
    read = brought(client, f"ket-qua.{kind}", data)
    assert (read.status_code, PublishedResult.objects.count()) == (200, 0)
    said = source(read)
    assert f"2 rows were read from “ket-qua.{kind}”" in said
    assert "maximum: column “Điểm tối đa”" in said
    assert "Tổng 10 8,25" in said
    form = read.context["form"]
    assert form["lines"].value() == "1\tCải cách thể chế\t10\t8,25\t\n1.1\tRà soát văn bản\t4\t3\t"
    typed = {name: form[name].value() for name in ("unit", "year", "lines")}
    saved = client.post(
        read.context["post_to"], {**typed, "title": "PAR INDEX 2025", "document": "12/QĐ-BNV"}
    )
    assert saved.status_code == 302
    assert PublishedResult.objects.get().lines.splitlines()[0].startswith("1\tCải cách thể chế")


def test_a_file_without_such_a_table_is_refused_with_what_was_looked_for(
    client_of: Callable[..., Client],
) -> None:
    table = WordTable([WordColumn("STT", 1), WordColumn("Nhiệm vụ", 3)], [["1", "Rà soát văn bản"]])
    data = paper_bytes(header=Header("", "UBND", "Số: 1", ""), titles=("Kế hoạch",), body=(table,))
    refused = brought(client_of(Role.COORDINATOR), "ke-hoach.docx", data)
    assert refused.status_code == 422
    assert "a column of criteria beside one of lost points" in source(refused)
