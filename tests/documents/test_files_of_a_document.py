"""A document of several files: put together and apart while they wait, one document with its files in order, replaced
file by file with the old ones kept, each sent and counted by itself."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import count
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.access.actor import NotPermitted
from cchc.documents.actions.incoming import bring_files, move_before, put_aside, put_together, take_apart
from cchc.documents.actions.library import DocumentDraft, register_documents, replace_files
from cchc.documents.actions.uploading import store_whole
from cchc.documents.consequences import (
    twins_of,
    visible_to,
)
from cchc.documents.models import DocumentFile, IncomingFile, OfficialDocument, StoredFile
from cchc.documents.queries import path_of
from cchc.documents.queries.astray import (
    documents_without_file,
    files_of_nothing,
    rows_without_file,
)
from cchc.documents.queries.library import (
    DocumentFacts,
    former_files,
    found_documents,
    incoming_documents,
)
from cchc.documents.queries.uploads import files_brought_for
from cchc.documents.tasks import read_incoming_files
from tests.documents.test_library import browser_of
from tests.libraries import a_clerk, a_document, a_paper, a_stored_file, incoming
from tests.markup import source

pytestmark = pytest.mark.django_db
NUMBERS = count(1)


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def scans(by: Any, *names: str) -> list[StoredFile]:
    return [a_stored_file(by, name, rb"{\rtf1 trang %d}" % next(NUMBERS)) for name in names]


def together_now(by: Any) -> list[list[str]]:
    """The names of the files that wait, document by document as a page shows them."""
    firsts = list(IncomingFile.objects.filter(unit_id=by.unit_id, joined_to=None))
    return [[file.name for file in one.files] for one in incoming_documents(firsts)]


# --- put together ---------------------------------------------------------------------------------------------------


def test_files_wait_in_the_order_of_their_names_so_that_the_pages_of_a_scan_do():
    by = a_clerk()
    bring_files(by=by, files=scans(by, "trang 10.rtf", "trang 2.rtf", "Trang 1.rtf", "12.rtf", "bìa.rtf"))
    assert [name for (name,) in together_now(by)] == [
        "12.rtf",
        "bìa.rtf",
        "Trang 1.rtf",
        "trang 2.rtf",
        "trang 10.rtf",
    ]


@pytest.mark.usefixtures("_folder")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_put_together_apart_and_moved_every_file_waits_in_exactly_one_document(data: Any) -> None:
    """Against a model of plain lists: the same files, the same documents, the same order."""
    with transaction.atomic():
        by = a_clerk()
        rows = bring_files(by=by, files=scans(by, *(f"{number}.rtf" for number in range(1, 6))))
        model = [[row.pk] for row in rows]
        for _step in range(data.draw(st.integers(1, 6))):
            act = data.draw(st.sampled_from(("together", "apart", "earlier")))
            if act == "together":
                chosen = data.draw(
                    st.lists(st.sampled_from(model), min_size=2, max_size=3, unique_by=tuple)
                    if len(model) > 1
                    else st.just([])
                )
                if not chosen:
                    continue
                firsts = sorted(min(one) for one in chosen)
                chosen = sorted(chosen, key=min)
                put_together(by=by, incoming=list(IncomingFile.objects.filter(pk__in=firsts).order_by("pk")))
                model = [one for one in model if one not in chosen] + [[pk for one in chosen for pk in one]]
                continue
            pk = data.draw(st.sampled_from([row.pk for row in rows]))
            group = next(one for one in model if pk in one)
            at = group.index(pk)
            if act == "apart":
                take_apart(by=by, incoming=IncomingFile.objects.get(pk=pk))
                model = [one for one in model if one is not group] + [[pk]]
                model += [[one for one in group if one != pk]] if len(group) > 1 else []
            else:
                move_before(by=by, incoming=IncomingFile.objects.get(pk=pk))
                if at:
                    group[at - 1], group[at] = group[at], group[at - 1]
        firsts = list(IncomingFile.objects.filter(joined_to=None))
        held = sorted([one.pk for one in document.waiting] for document in incoming_documents(firsts))
        assert held == sorted(model)
        transaction.set_rollback(True)


def test_files_are_put_together_by_the_people_of_their_unit_alone_and_never_one_alone():
    by, other = a_clerk(), a_clerk()
    rows = bring_files(by=by, files=scans(by, "a.rtf", "b.rtf"))
    for act in (
        lambda: put_together(by=other, incoming=rows),
        lambda: take_apart(by=other, incoming=rows[0]),
        lambda: move_before(by=other, incoming=rows[1]),
    ):
        with pytest.raises(NotPermitted), transaction.atomic():
            act()
    with pytest.raises(ValidationError, match="at least two"), transaction.atomic():
        put_together(by=by, incoming=rows[:1])
    put_together(by=by, incoming=rows)
    put_aside(by=by, incoming=rows[0])
    assert not IncomingFile.objects.exists()


def test_the_page_puts_files_together_and_apart_and_keeps_what_was_typed():
    by = a_clerk()
    first, second = incoming(by, "1.docx", a_paper("45/BC-SNV")), incoming(by, "2.docx", a_paper("46/BC-SNV"))
    third = incoming(by, "3.docx", a_paper("47/BC-SNV"))
    read_incoming_files.func(by.unit_id)
    browser, address = browser_of(by), reverse("documents:new")
    typed = {f"f{first.pk}-number": "99/BC", f"f{third.pk}-number": "98/BC", f"f{third.pk}-ticked": "on"}
    body = source(browser.post(address, {**typed, "together": "1", "chosen": [first.pk, second.pk]}))
    assert together_now(by) == [["1.docx", "2.docx"], ["3.docx"]]
    assert [text for text in ('value="99/BC"', 'value="98/BC"') if text not in body] == []
    assert ("46/BC-SNV" in body, body.count('name="chosen"')) == (False, 2)
    body = source(browser.post(address, {**typed, "earlier": second.pk}))
    assert (together_now(by)[0], 'value="99/BC"' in body) == (["2.docx", "1.docx"], True)
    shown = f"{second.pk} {first.pk}"
    sent = {f"f{first.pk}-number": "99/BC", f"f{first.pk}-ticked": "on", "not_secret": "on"}
    stale = browser.post(address, {**sent, f"f{first.pk}-shown": f"{first.pk} {second.pk}"})
    assert (stale.status_code, "put these files together otherwise" in source(stale)) == (422, True)
    assert browser.post(address, {**sent, f"f{first.pk}-shown": shown}).status_code == 302
    (made,) = OfficialDocument.objects.all()
    assert ([file.name for file in made.files], made.number) == (["2.docx", "1.docx"], "99/BC")
    browser.post(address, {"together": "1", "chosen": [third.pk]})
    browser.post(address, {"apart": third.pk})
    assert together_now(by) == [["3.docx"]]


# --- all or none ----------------------------------------------------------------------------------------------------


def test_a_refused_file_leaves_none_of_its_document_and_is_named():
    by = a_clerk()
    good, taken, again = scans(by, "công văn.rtf", "phụ lục 1.rtf", "phụ lục 2.rtf")
    a_document(by, file=taken)
    twin = a_stored_file(by, "bản sao.rtf", path_of(again.sha256).read_bytes())
    facts = DocumentFacts(number="1/BC")
    drafts = [DocumentDraft((good, taken), facts), DocumentDraft((again, twin), facts)]
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        register_documents(by=by, drafts=drafts, not_secret=True)
    said = {key: " ".join(error.messages) for key, error in _errors(refused.value).items()}
    assert said.keys() == {str(good.pk), str(again.pk)}
    assert ("phụ lục 1.rtf" in said[str(good.pk)], "bản sao.rtf" in said[str(again.pk)]) == (True, True)
    assert DocumentFile.objects.count() == 1


def _errors(refused: ValidationError) -> dict[str, ValidationError]:
    return {key: ValidationError(errors) for key, errors in refused.error_dict.items()}


# --- one document of several files ----------------------------------------------------------------------------------


def three_files(by: Any) -> tuple[OfficialDocument, Sequence[StoredFile]]:
    files = scans(by, "công văn.rtf", "phụ lục 1.rtf", "phụ lục 2.rtf")
    return a_document(by, "45/BC-SNV", files=files), files


def test_a_document_of_three_files_is_one_in_the_list_found_by_any_and_sends_each_at_its_place():
    by = a_clerk()
    document, files = three_files(by)
    assert (document.files, document.received_at) == (files, max(file.at for file in files))
    assert list(found_documents(visible_to(by), text="phu luc 2")) == [document]
    browser = browser_of(by)
    for place, file in enumerate(files, 1):
        sent = browser.get(reverse("documents:file", args=[document.pk, place]))
        assert b"".join(sent) == path_of(file.sha256).read_bytes()
    for place in (0, 4):
        assert browser.get(f"/tai-lieu/{document.pk}/tep/{place}/").status_code == 404
    body = source(browser.get(reverse("documents:detail", args=[document.pk]), {"tep": "2"}))
    assert [
        text for text in ("file 2 of 3", "tep=1", "tep=3", *(file.name for file in files)) if text not in body
    ] == []
    (twins,) = twins_of(by, [({files[1].sha256}, DocumentFacts())])
    assert twins.own == (document,)
    with pytest.raises(DatabaseError), transaction.atomic():
        DocumentFile.objects.filter(document=document, place=2).update(place=7)


def test_one_file_of_three_is_replaced_added_or_taken_away_and_the_old_documents_keep_theirs():
    by = a_clerk()
    document, files = three_files(by)
    replaced, added = (
        incoming(by, "phụ lục 1 mới.rtf", rb"{\rtf1 a}"),
        incoming(by, "phụ lục 3.rtf", rb"{\rtf1 b}"),
    )
    browser = browser_of(by)

    def send(pk: int, **sent: Any) -> OfficialDocument:
        answer = browser.post(reverse("documents:replace", args=[pk]), {"not_secret": "on", **sent})
        assert answer.status_code == 302, source(answer)
        return OfficialDocument.objects.get(replaces=pk)

    second = send(document.pk, out="2", incoming=replaced.file_id)
    third = send(second.pk, out="behind", incoming=added.file_id)
    last = send(third.pk, out="1")
    assert [[file.name for file in one.files] for one in (last, *former_files(last))] == [
        ["phụ lục 1 mới.rtf", "phụ lục 2.rtf", "phụ lục 3.rtf"],
        ["công văn.rtf", "phụ lục 1 mới.rtf", "phụ lục 2.rtf", "phụ lục 3.rtf"],
        ["công văn.rtf", "phụ lục 1 mới.rtf", "phụ lục 2.rtf"],
        ["công văn.rtf", "phụ lục 1.rtf", "phụ lục 2.rtf"],
    ]
    assert list(found_documents(visible_to(by))) == [last]
    assert browser.post(reverse("documents:replace", args=[last.pk]), {"out": "behind"}).status_code == 422
    for same in (last.files, []):
        with pytest.raises(ValidationError), transaction.atomic():
            replace_files(by=by, document=last, files=same, not_secret=True)
    assert former_files(last)[2].files == list(files)


def test_the_nightly_look_counts_each_file_of_a_document_and_documents_that_lost_theirs():
    by = a_clerk()
    document, files = three_files(by)
    checks = (rows_without_file, documents_without_file, files_of_nothing)
    assert [list(check()) for check in checks] == [[], [], []]
    path_of(files[2].sha256).unlink()
    (said,) = rows_without_file()
    assert "phụ lục 2.rtf" in str(said)
    with transaction.atomic():
        OfficialDocument.objects.create(number="46/BC", unit_id=by.unit_id, unit_name=by.unit)
        DocumentFile.objects.bulk_create([DocumentFile(document=document, place=4, file_id=987_654)])
        assert [len(list(check())) for check in checks] == [1, 1, 1]
        transaction.set_rollback(True)


def test_files_brought_for_a_document_are_stored_and_put_into_it_all_or_none_and_offered_to_no_other():
    by = a_clerk()
    document, other = three_files(by)[0], a_document(by, "46/BC-SNV")
    browser, page = browser_of(by), reverse("documents:replace", args=[document.pk])

    def brought(*files: tuple[str, bytes]) -> Any:
        sent = {"document": document.pk, "unit": by.unit_id, "next": page}
        chosen = [SimpleUploadedFile(name, data) for name, data in files]
        return browser.post(reverse("documents:upload"), {**sent, "file": chosen})

    def ticked(address: str, **asked: Any) -> list[str]:
        """The new files that the page offers, those that are chosen beforehand with a star."""
        boxes = source(browser.get(address, asked))
        found = re.findall(r'<input type="checkbox" name="incoming" value="(\d+)"([^>]*)>', boxes)
        names = StoredFile.objects.in_bulk([int(pk) for pk, _rest in found])
        return [names[int(pk)].name + ("*" if "checked" in rest else "") for pk, rest in found]

    pages = [(f"trang {number}.rtf", rb"{\rtf1 %d}" % number) for number in (10, 2)]
    assert brought(*pages, ("trang 3.rtf", b"MZ" + bytes(60))).status_code == 422
    assert ticked(page) == []
    answer = brought(*pages)
    assert answer.headers["Location"].startswith(f"{page}?tep=")
    assert (ticked(page), ticked(reverse("documents:replace", args=[other.pk]))) == (
        ["trang 2.rtf*", "trang 10.rtf*"],
        [],
    )
    second, tenth = StoredFile.objects.order_by("-pk")[:2]
    if second.name != "trang 2.rtf":
        second, tenth = tenth, second
    assert ticked(page, shown=[second.pk, tenth.pk], incoming=tenth.pk) == ["trang 2.rtf", "trang 10.rtf*"]

    sent = {"out": "behind", "incoming": [second.pk, tenth.pk]}
    assert browser.post(page, sent).status_code == 422  # nobody has said that it is no secret
    assert not OfficialDocument.objects.filter(replaces=document).exists()
    assert browser.post(page, {**sent, "not_secret": "on"}).status_code == 302
    new = OfficialDocument.objects.get(replaces=document)
    assert [file.name for file in new.files[3:]] == ["trang 2.rtf", "trang 10.rtf"]
    assert ticked(reverse("documents:replace", args=[new.pk])) == []


def test_what_was_brought_for_a_document_is_offered_to_the_one_that_stands_in_its_place_meanwhile():
    by = a_clerk()
    document = a_document(by)
    (late,) = store_whole(by=by, files=[("muộn.rtf", io.BytesIO(rb"{\rtf1 x}"))], document=document)
    new = replace_files(by=by, document=document, files=[a_stored_file(by)], not_secret=True)
    assert files_brought_for(by, [new]) == []
    body = source(browser_of(by).get(reverse("documents:replace", args=[new.pk])))
    assert f'name="incoming" value="{late.pk}"' in body
