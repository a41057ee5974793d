"""The empty points file of a set: as `cchc criteria template` writes it, and as its page gives it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cchc.access.permissions import Role
from cchc.config.cli import main
from tests.builders import RULES, a_draft, a_published_set

SET = """
[set]
id = "thu"
title = 'Bộ tiêu chí "thử"'
version = "1"
unit_kind = "commune"
total = "3"

[[grade]]
name = "Đạt"
band = ">= 50"
[[grade]]
name = "Chưa đạt"
band = "< 50"

[[node]]
number = "1"
name = "Kế hoạch"
maximum = "3"

[[node]]
number = "1.1"
name = "Hoàn thành kế hoạch"
maximum = "1.5"
inputs = [
  'done: count of "nhiệm vụ" | Số nhiệm vụ hoàn thành',
  'total: count of "nhiệm vụ" | Số nhiệm vụ trong kế hoạch',
]
rule = "ratio done / total; zero below 80%; when total = 0: not applicable"
examples = ["done = 9; total = 10 -> 1.35"]

[[node]]
number = "1.2"
name = "Báo cáo"
maximum = "1.5"
"""
Browser = Callable[[Role], Client]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_LANGUAGE", "en")


def test_the_form_asks_for_figures_and_marks_what_does_not_apply(tmp_path: Path) -> None:
    source, units, form = tmp_path / "a.toml", tmp_path / "units.csv", tmp_path / "form.xlsx"
    source.write_text(SET, encoding="utf-8")
    units.write_text("đơn vị;mã;khối;1.1\nXã A;XA;Xã;KAD\nXã B;XB;Xã;\n", encoding="utf-8")
    assert main(["criteria", "template", str(source), "--units", str(units), "--output", str(form)]) == 0
    rows = list(load_workbook(form).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("Đơn vị", "Mã", "Khối", "1.1:done", "1.1:total", "1.2")
    assert rows[1:] == [("Xã A", "XA", "Xã", "KAD", "KAD", None), ("Xã B", "XB", "Xã", None, None, None)]
    assert main(["score", str(source), str(form), "--json"]) == 0


def test_the_verb_does_not_write_over_the_set_that_it_reads(tmp_path: Path) -> None:
    source = tmp_path / "set.toml"
    source.write_text(SET, encoding="utf-8")
    book = tmp_path / "set.xlsx"
    assert main(["criteria", "convert", str(source), "--output", str(book)]) == 0
    before = book.read_bytes()
    assert main(["criteria", "template", str(book), "--output", str(book)]) == 2
    assert book.read_bytes() == before


@pytest.mark.django_db
def test_its_page_gives_it_to_everybody_who_sees_the_set(client_of: Browser) -> None:
    published, draft = a_published_set(RULES), a_draft(RULES.replace('version = "1"', 'version = "2"'))
    client = client_of(Role.UNIT_CLERK)
    answer = client.get(reverse("scores:points_form_of_set", args=[published.pk]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mau-diem-quy-tac-1.xlsx"'
    assert answer.content[:4] == b"PK\x03\x04"
    assert client.get(reverse("scores:points_form_of_set", args=[draft.pk])).status_code == 404
