"""Every example on the page about designs is read, and our templates have the numbers of the designs they follow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cchc.core.surveys.sampling.design import SurveyDesign, people_by_kind, stage_numbers
from cchc.core.surveys.sampling.design_reading import ALLOCATIONS, KEYS, METHODS, ONCE
from cchc.surveys.exchange.design_file import canonical_design, design_tables, read_design_file, stored_design

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "survey-design-format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
FILES = sorted((ROOT / "content" / "surveys" / "designs").glob("*.toml"))


def template(name: str) -> SurveyDesign:
    path = ROOT / "content" / "surveys" / "designs" / f"{name}.toml"
    return read_design_file(path, path.name).design


def people(design: SurveyDesign) -> dict[str, int | None]:
    """How many answers of each group are wanted, None where the frame decides."""
    found = {group.code: people_by_kind(design, group) for group in design.groups}
    return {code: None if kinds is None else sum(kinds.values()) for code, kinds in found.items()}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split('"')[1])
def test_every_example_of_the_page_reads_without_fault(example: str) -> None:
    assert read_design_file(example.encode(), "page.toml").design.code in example


def test_the_page_names_every_table_key_and_word() -> None:
    keys = {key for table in KEYS.values() for key in table}
    words = {one.value for one in (*METHODS, *ALLOCATIONS)} | {said[0] for said in METHODS.values()}
    assert [key for key in sorted(keys | words) if not re.search(rf"\b{key}\b", PAGE)] == []
    heads = {name: f"`[{name}]`" if name in ONCE else f"`[[{name}]]`" for name in KEYS}
    assert [head for head in heads.values() if head not in PAGE and head.replace("`", "") not in PAGE] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_template_reads_without_fault_and_comes_back_from_what_is_stored(file: Path) -> None:
    read = read_design_file(file, file.name)
    assert read.design.code == file.stem
    assert stored_design(read.content) == read.design
    assert read.content == canonical_design(design_tables(file.read_text(encoding="utf-8"), file.name))


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        (
            "cchc-cap-xa",
            {"dai_bieu_hdnd": 30, "lanh_dao_ubnd": 3, "lanh_dao_mttq": 3, "lanh_dao_phong": 12, "nguoi_dan": 1200},
        ),
        ("cchc-cap-so", {"cong_chuc": 15 * 25, "truong_phong": 5 * 25, "to_chuc_doanh_nghiep": 10 * 25}),
        ("cchc-cap-huyen", {"thuong_truc_hdnd": 3 * 21}),
        (
            "cchc-cap-tinh",
            {"dai_bieu_hdnd": 30, "lanh_dao_so": None, "lanh_dao_huyen": 9, "nguoi_dan": 270, "doanh_nghiep": 100},
        ),
        ("cchc-cap-tinh-2016", {"thuong_truc_hdnd": 8, "lanh_dao_so": 114, "nhom_khac": 501 - 8 - 114}),
        ("cchc-toan-quoc-2023", {"nguoi_dan": 39_765, "can_bo": 49_458}),
        ("cchc-toan-quoc-2024", {"nguoi_dan": 36_525, "can_bo": 49_159}),
        ("cchc-2025-so-xa", {"danh_gia_so": 1_600, "danh_gia_xa": 600}),
        (
            "cchc-xa-hai-cap",
            {"lanh_dao_so": 30, "dai_bieu_xa": 1_000, "nguoi_dan": 4_000, "truong_thon": 1_000},
        ),
        ("sipas-ba-cap", {"cap_tinh": 3_200, "cap_huyen": 5_000, "cap_xa": 15_800}),
        ("sipas-so-quan", {"giao_dich_so": 2_550, "giao_dich_quan": 9_000}),
        ("sipas-thanh-pho", {"xa_phuong": 90 * 13, "thanh_pho": 1_730 - 90 * 13}),
        ("sipas-thi-diem", {"nguoi_dan": 4_200 + 8 * 1_260}),
        ("papi", {"cong_dan": 16 * 4 * (57 * 3 + 4 * 6) + 24 * 4 * 2 * 6}),
    ],
)  # fmt: skip
def test_a_template_has_the_numbers_of_the_design_that_it_follows(
    name: str, numbers: dict[str, int | None]
) -> None:
    design = template(name)
    assert people(design) == numbers
    known = [number for number in numbers.values() if number is not None]
    assert design.total in (None, sum(known))


def test_the_stages_of_a_template_have_the_units_of_the_design_that_it_follows() -> None:
    papi, country = template("papi"), template("cchc-toan-quoc-2024")
    assert [sum(one.values()) for one in stage_numbers(papi, papi.groups[0]) if one][:3] == [207, 414, 828]
    assert [sum(one.values()) for one in stage_numbers(country, country.groups[0]) if one][:3] == [
        195,
        385,
        1170,
    ]
    total = template("cchc-cap-xa").total
    assert total == 1248
