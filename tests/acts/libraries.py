"""Acts on documents: all by a clerk, whose unit is the province's own office in this world."""

from __future__ import annotations

from typing import Any

from cchc.access.permissions import Role
from cchc.documents.models import IncomingFile
from cchc.documents.tasks import read_incoming_file
from tests.acts.table import DAY, Data, act, named, the_province
from tests.libraries import a_clerk, a_document, a_stored_file, incoming

CLERK = Role.UNIT_CLERK


def a_read_file() -> IncomingFile:
    """A file that was read and waits to be confirmed."""
    one = incoming(a_clerk(the_province()), "bao-cao.docx")
    read_incoming_file(one.reading)
    return one


@act("documents:bring", role=CLERK)
def _() -> tuple[list[Any], Data]:
    return [], {"file": a_stored_file(a_clerk(the_province())).pk}


@act("documents:new", "documents.registered", role=CLERK)
def _() -> tuple[list[Any], Data]:
    row = f"f{a_read_file().pk}"
    facts = {
        "number": "45/BC-SNV",
        "date": DAY,
        "kind": "Báo cáo",
        "issuer": "Sở Nội vụ",
        "title": named("Báo cáo"),
    }
    return [], {
        **{f"{row}-{name}": text for name, text in facts.items()},
        f"{row}-ticked": "on",
        "not_secret": "on",
    }


@act("documents:put_aside", "documents.put_aside", role=CLERK)
def _() -> tuple[list[Any], Data]:
    return [incoming(a_clerk(the_province())).pk], {}


@act("documents:change", "documents.changed", role=CLERK)
def _() -> tuple[list[Any], Data]:
    facts = {
        "number": "46/BC-SNV",
        "date": DAY,
        "kind": "Báo cáo",
        "issuer": "Sở Nội vụ",
        "title": named("Báo cáo"),
    }
    return [a_document(a_clerk(the_province())).pk], {**facts, "version": 1}


@act("documents:replace", "documents.replaced", role=CLERK)
def _() -> tuple[list[Any], Data]:
    by = a_clerk(the_province())
    return [a_document(by).pk], {"out": "1", "incoming": incoming(by).file_id, "not_secret": "on"}
