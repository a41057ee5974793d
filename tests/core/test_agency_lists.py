"""Lists of agencies come apart where another agency begins, whatever separates them, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cchc.core.papers.wordings import agency_cell, joined_names, split
from cchc.core.words.names import spelling_key


def texts(wording: str) -> list[str]:
    return [agency.text for agency in split(wording)]


LISTS = (
    "Sở Tư pháp | UBND các xã, phường",
    "Sở Nội vụ | Sở Khoa học và Công nghệ | các sở, ban, ngành",
    "Trung tâm Xúc tiến đầu tư | các phòng, ban | UBND các xã, phường, đặc khu",
    "Văn phòng HĐND và UBND phường | Phòng Kinh tế, Hạ tầng và Đô thị | Công an phường",
    "Báo và Phát thanh, truyền hình tỉnh | Sở Tư pháp",
    "Sở Văn hóa, Thể thao và Du lịch | Văn phòng Đoàn ĐBQH, HĐND và UBND tỉnh | Báo và Đài Phát thanh tỉnh",
    "Ủy ban Mặt trận Tổ quốc xã | các tổ chức chính trị - xã hội",
    "Đoàn Thanh niên xã | các thôn, tổ dân phố",
    "Phòng Văn hóa - Xã hội | Trạm Y tế xã | các đơn vị thuộc Sở",
    "Ban Quản lý khu kinh tế và các khu công nghiệp | Thuế cơ sở 2 | Trưởng các thôn, bản",
    "Sở Y tế (phần thiết bị, vật tư) | Sở Tài chính (phần kinh phí)",
)


@pytest.mark.parametrize("separator", ["; ", ", ", "\n", ";\n", "\n- ", ". ", " và ", ", và "])
@pytest.mark.parametrize("names", [one.split(" | ") for one in LISTS])
def test_a_list_comes_apart_at_any_separator(names: list[str], separator: str) -> None:
    assert texts(separator.join(names)) == names


NAMES = (
    "Sở Nội vụ", "Sở Văn hóa, Thể thao và Du lịch", "Văn phòng HĐND và UBND xã", "Phòng Văn hóa - Xã hội",
    "Công an xã", "Hội Cựu chiến binh xã", "Đoàn Thanh niên", "Trung tâm Phục vụ hành chính công", "Bưu điện tỉnh",
    "UBND phường Tân Lập", "Sở Giáo dục và Đào tạo", "Ban Dân tộc", "Chi cục Kiểm lâm", "Thanh tra tỉnh",
    "UBND các xã, phường, đặc khu", "các sở, ban, ngành", "các thôn, tổ dân phố", "Các đơn vị có liên quan",
    "các phòng, ban, đơn vị thuộc Sở", "các tổ chức chính trị - xã hội",
)  # fmt: skip
SIGNS = ("và", "các", "ban", "(", ")", ",", "Theo phân công")


@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=6),
    st.lists(st.sampled_from(["; ", "\n- ", ";\n"]), min_size=5, max_size=5),
)
def test_any_list_of_names_and_groups_comes_apart_into_itself(names: list[str], between: list[str]) -> None:
    wording = names[0] + "".join(sign + name for sign, name in zip(between, names[1:], strict=False))
    assert texts(wording) == names


@given(
    st.lists(st.sampled_from(NAMES[:14]), min_size=1, max_size=6),
    st.sampled_from(NAMES[14:]),
    st.lists(st.sampled_from([", ", ". ", " và ", "; ", "\n", " - ", "/"]), min_size=6, max_size=6),
)
def test_names_come_apart_at_every_sign_and_a_group_may_end_them(
    names: list[str], group: str, between: list[str]
) -> None:
    wording = names[0] + "".join(sign + name for sign, name in zip(between, names[1:], strict=False))
    assert texts(wording) == names
    assert texts(f"{wording} và {group}") == [*names, group]
    assert texts(f"{wording}, {group}") == [*names, group]


@example("các sở, ban, ngành UBND các xã, phường, đặc khu các sở, ban, ngành")
@given(
    st.lists(st.sampled_from((*NAMES, "và", "các", "ban", "(", ")", ",", "Theo phân công")), max_size=7).map(
        " ".join
    )
)
def test_an_agency_taken_out_of_a_cell_is_not_taken_apart_again(wording: str) -> None:
    for agency in split(wording):
        assert split(agency.text) == (agency,)
        assert " ".join(agency.text.split()) in " ".join(wording.split())


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Thủ trưởng\nSở Xây dựng", ["Thủ trưởng Sở Xây dựng"]),
        ("Giám đốc các sở\nChủ tịch UBND các xã", ["Giám đốc các sở", "Chủ tịch UBND các xã"]),
        ("Văn phòng UBND xã (đ/c\nPhó Giám đốc)", ["Văn phòng UBND xã"]),
        ("Đại diện lãnh đạo\nVăn phòng", ["Đại diện lãnh đạo Văn phòng"]),
        ("Văn phòng\nPhòng Kinh tế", ["Văn phòng", "Phòng Kinh tế"]),
        ("Sở Xây dựng\ncác sở, ban, ngành", ["Sở Xây dựng", "các sở, ban, ngành"]),
        ("UBND\ncác xã, phường", ["UBND các xã, phường"]),
        ("UBND TP. Hồ Chí Minh", ["UBND TP. Hồ Chí Minh"]),
        ("Công an xã Tân Lập, huyện Yên Bình", ["Công an xã Tân Lập, huyện Yên Bình"]),
        ("Công an xã, phường", ["Công an xã, phường"]),
        ("các sở, ban, ngành, các xã, phường", ["các sở, ban, ngành", "các xã, phường"]),
        ("Sở Y tế, đơn vị có liên quan", ["Sở Y tế", "đơn vị có liên quan"]),
        ("Theo phân công tại Quyết định số 5/QĐ-UBND, Kế hoạch số 6/KH-UBND và các văn bản",
         ["Theo phân công tại Quyết định số 5/QĐ-UBND, Kế hoạch số 6/KH-UBND và các văn bản"]),
        ("Phòng Tổ chức - Cán bộ", ["Phòng Tổ chức - Cán bộ"]),
        ("Phòng Pháp chế - Thanh tra", ["Phòng Pháp chế - Thanh tra"]),
        ("Phòng Kinh tế, công an xã, trạm y tế xã", ["Phòng Kinh tế", "công an xã", "trạm y tế xã"]),
    ],
)  # fmt: skip
def test_what_belongs_together_stays_together(wording: str, expected: list[str]) -> None:
    assert texts(wording) == expected


@pytest.mark.parametrize(
    ("wording", "agencies", "aside"),
    [
        ("- Bà Lê Thị C; ĐT: 0912 345 678\n- Tổ Một cửa:\n+ Chuyên viên Vũ D", ["Tổ Một cửa"],
         ["Bà Lê Thị C", "ĐT: 0912 345 678", "Chuyên viên Vũ D"]),
        ("Phòng Kinh tế (SĐT: 0912345678)", ["Phòng Kinh tế"], ["SĐT: 0912345678"]),
        ("Đ/c Nguyễn Văn E - Phó Chủ tịch UBND xã", ["Phó Chủ tịch UBND xã"], ["Đ/c Nguyễn Văn E"]),
        ("Ông Hoàng F, Trưởng phòng Kinh tế, 0987654321", ["Trưởng phòng Kinh tế"], ["Ông Hoàng F", "0987654321"]),
        ("Đồng chí Chủ tịch UBND xã", ["Đồng chí Chủ tịch UBND xã"], []),
        ("Sở Y tế (đ/c Phó Giám đốc), Công an tỉnh (Bà Lê C, ĐT: 0912345678)", ["Sở Y tế", "Công an tỉnh"],
         ["đ/c Phó Giám đốc", "Bà Lê C, ĐT: 0912345678"]),
        ("UBND xã (Phó Chủ tịch phụ trách)\nSở Y tế: đ/c Trưởng phòng", ["UBND xã", "Sở Y tế"],
         ["Phó Chủ tịch phụ trách", "đ/c Trưởng phòng"]),
        ("Sở Y tế (Phòng Nghiệp vụ), Công an tỉnh (cơ quan thường trực)",
         ["Sở Y tế (Phòng Nghiệp vụ)", "Công an tỉnh (cơ quan thường trực)"], []),
        ("Trần Văn G", [], ["Trần Văn G"]),
    ],
)  # fmt: skip
def test_persons_and_telephones_are_set_aside(wording: str, agencies: list[str], aside: list[str]) -> None:
    cell = agency_cell(wording)
    assert ([one.text for one in cell.agencies], list(cell.set_aside)) == (agencies, aside)


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Sở Tư pháp Sở Y tế Công an tỉnh", ["Sở Tư pháp", "Sở Y tế", "Công an tỉnh"]),
        ("Thanh tra Sở Y tế", ["Thanh tra Sở Y tế"]),
        ("Trạm Y tế Phường Tân Lập", ["Trạm Y tế Phường Tân Lập"]),
        ("Sở Tư pháp Sở Lạ", ["Sở Tư pháp Sở Lạ"]),
        ("Công an tỉnh Sở Y tế", ["Công an tỉnh Sở Y tế"]),
    ],
)
def test_known_names_with_nothing_between_them_are_told_apart(wording: str, expected: list[str]) -> None:
    names = ("Sở Tư pháp", "Sở Y tế", "Công an tỉnh", "Thanh tra", "Trạm Y tế", "Phường Tân Lập")
    # a body that bears the names of two is one
    both = "Công an tỉnh Sở Y tế"
    known = joined_names([], every=frozenset(map(spelling_key, (*names, both))))
    assert [one.text for one in split(wording, known)] == expected


def test_a_known_name_with_separators_is_never_taken_apart() -> None:
    names = ["Tổ Kinh tế và Công an", "Sở Nội vụ", "Các sở, ban, ngành và UBND các xã"]
    known = joined_names(names)
    for separator in (", ", "; ", " và ", "\n"):
        assert [one.text for one in split(separator.join(names), known)] == names
    assert len(split(names[0])) == 2


@pytest.mark.parametrize(
    ("wording", "expected"),
    [
        ("Các sở, UBND các xã, phường", ["Các sở", "UBND các xã, phường"]),
        ("Thủ trưởng các sở, ban, ngành; Công an xã", ["Thủ trưởng các sở, ban, ngành", "Công an xã"]),
        ("Giám đốc các sở, Chủ tịch UBND các xã, phường", ["Giám đốc các sở", "Chủ tịch UBND các xã, phường"]),
        ("Lãnh đạo các phòng, ban và UBND xã", ["Lãnh đạo các phòng, ban", "UBND xã"]),
    ],
)  # fmt: skip
def test_behind_all_departments_an_office_or_a_head_begins_anew(wording: str, expected: list[str]) -> None:
    assert texts(wording) == expected
