"""Pages of papers and templates: who may print what, all letters in one archive, a template brought and taken back."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.audit.changed import Changed
from cchc.documents.exchange.template_checking import ReadTemplate
from cchc.releases.actions.templates import bring_template, use_standard_template
from cchc.releases.exchange.papers.kinds import standard_template
from cchc.releases.exchange.papers.letters import file_name, letters_archive
from cchc.releases.exchange.papers.naming import PaperKind
from cchc.releases.exchange.papers.source import PaperSource, verifying_address
from cchc.releases.models import PaperTemplate
from cchc.releases.queries.published import bundle_of, content_of
from cchc.releases.queries.templates import standing_number, template_bytes, templates_of
from tests.builders import an_actor
from tests.builders.releases import a_draft_release, a_final_cycle, a_release, a_template
from tests.documents.decree30 import paper_faults
from tests.markup import source
from tests.releases.contents import a_content
from tests.releases.test_papers import words_of

pytestmark = pytest.mark.django_db
LETTER = PaperKind.LETTER


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    settings.ADDRESS = "https://cchc.example.vn"


def a_word_file(*lines: str) -> bytes:
    page = Document()
    for line in lines:
        page.add_paragraph(line)
    written = io.BytesIO()
    page.save(written)
    return written.getvalue()


OWN = ("Gửi {{ DON_VI }}", "{{ ket_qua }}", "[[bang_diem_bi_tru]]", "Kết quả của bạn: {{ chi_so }}")


def test_a_release_prints_its_papers_by_the_template_in_force_for_who_may_look_at_it(client_of):
    cycle = a_final_cycle()
    draft = a_draft_release(cycle)
    place = [draft.year, draft.number]
    client = client_of(Role.LEADER)
    on_trial = Document(io.BytesIO(client.get(reverse("releases:decision_word", args=place)).content))
    assert on_trial.paragraphs[0].text == "DỰ THẢO"
    release = a_release(cycle)
    shown = source(client.get(reverse("releases:papers", args=place)))
    assert bundle_of(release).short_root in shown
    decision = client.get(reverse("releases:decision_word", args=place)).content
    assert paper_faults(decision) == []
    said = words_of(Document(io.BytesIO(decision)))
    address = verifying_address("https://cchc.example.vn", release.year, release.number)
    assert f"Mã gốc của số liệu công bố: {bundle_of(release).short_root}" in said
    assert f"Trang kiểm chứng: {address}" in said
    assert paper_faults(client.get(reverse("releases:press_word", args=place)).content) == []
    unit = content_of(release).units[0]
    letter = client.get(reverse("releases:letter_word", args=[*place, unit.key]))
    assert unit.name in words_of(Document(io.BytesIO(letter.content)))
    assert client.get(reverse("releases:letter_word", args=[*place, "khong-co"])).status_code == 404
    assert client.get(reverse("releases:papers", args=[release.year, 7])).status_code == 404
    assert client_of(Role.UNIT_CLERK).get(reverse("releases:papers", args=place)).status_code == 404


def test_all_letters_come_in_one_archive_with_a_letter_for_each_unit(client_of):
    release = a_release(a_final_cycle())
    answer = client_of(Role.COORDINATOR).get(
        reverse("releases:letters_zip", args=[release.year, release.number])
    )
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        said = [words_of(Document(io.BytesIO(archive.read(name)))) for name in names]
    units = content_of(release).units
    assert len(names) == len(units) == 3
    assert {name.rpartition("/")[2] for name in names} == {
        f"Thông báo kết quả - {one.name}.docx" for one in units
    }
    assert [
        name.partition(" - ")[2].removesuffix(".docx") in text for name, text in zip(names, said, strict=True)
    ] == [True] * 3


def test_a_template_of_the_office_is_in_force_once_it_is_checked_and_stays_as_a_version(client_of):
    client = client_of(Role.COORDINATOR)
    address = reverse("releases:template", args=[LETTER.value])
    wrong = SimpleUploadedFile("mau.docx", a_word_file("{{ ten }}", "{% if x %}"))
    refused = client.post(address, {"file": wrong, "seen": 0})
    assert refused.status_code == 422
    assert "Paragraph 1 “{{ ten }}”" in source(refused)
    assert PaperTemplate.objects.count() == 0
    answer = client.post(address, {"file": SimpleUploadedFile("mau.docx", a_word_file(*OWN)), "seen": 0})
    assert answer.status_code == 302
    assert template_bytes(LETTER) == a_word_file(*OWN) or len(templates_of(LETTER)) == 1
    release = a_release(a_final_cycle())
    unit = content_of(release).units[0]
    letter = client.get(reverse("releases:letter_word", args=[release.year, release.number, unit.key]))
    lines = [one.text for one in Document(io.BytesIO(letter.content)).paragraphs]
    assert lines[0] == f"Gửi {unit.name.upper()}"
    late = client.post(address, {"file": SimpleUploadedFile("b.docx", a_word_file(*OWN)), "seen": 0})
    assert late.status_code == 409
    back = reverse("releases:template_standard", args=[LETTER.value])
    client.post(back, {"agreed": client.get(back).context["grave"].seal})
    assert template_bytes(LETTER) == standard_template(LETTER)
    assert [one.number for one in templates_of(LETTER)] == [2, 1]
    kept = client.get(reverse("releases:template_word", args=[LETTER.value, 1]))
    assert Document(io.BytesIO(b"".join(kept))).paragraphs[0].text == OWN[0]
    assert client_of(Role.LEADER).get(address).status_code == 404


def test_templates_are_changed_by_who_may_as_they_were_seen():
    a_template(LETTER)
    read = ReadTemplate((), ())
    with pytest.raises(NotPermitted):
        bring_template(by=an_actor(Role.AUDITOR), kind=LETTER, name="a.docx", data=b"", read=read, seen=1)
    with pytest.raises(Changed):
        use_standard_template(by=an_actor(Role.ADMINISTRATOR), kind=LETTER, seen=0)
    use_standard_template(by=an_actor(Role.ADMINISTRATOR), kind=LETTER, seen=1)
    assert (standing_number(LETTER), standing_number(PaperKind.DECISION)) == (2, 0)


def test_two_units_of_one_name_get_two_letters_and_names_of_files_hold_no_odd_sign():
    content = a_content()
    units = tuple(replace(one, name='Phòng "A/B"') if one.set_code == "xa" else one for one in content.units)
    asked = PaperSource(replace(content, units=units), "abcd", "https://cchc.example.vn/")
    template = a_word_file("{{ don_vi }}")
    made = letters_archive(asked, template)
    assert made == letters_archive(asked, template)
    names = zipfile.ZipFile(io.BytesIO(made)).namelist()
    assert names[-3:] == [
        "Các xã, phường/Thông báo kết quả - Phòng A B.docx",
        "Các xã, phường/Thông báo kết quả - Phòng A B (2).docx",
        "Các xã, phường/Thông báo kết quả - Phòng A B (3).docx",
    ]
    assert file_name("..") == "_"
