"""What the end of a page of a PDF cuts in two (rows, merged cells, headings of sections) is one again."""

from __future__ import annotations

from cchc.core.plans.plan import Plan
from cchc.reading.plans import read_plan
from tests.files.pdf_paper import PaperPage, pdf_bytes, table_pages
from tests.reading.papers import HEADINGS, SIX

HEAD = [HEADINGS[column] for column in SIX]
WIDTHS = [1, 5, 6, 3, 4, 3]
CODES = ("number_missing", "lead_missing", "deadline_missing", "unread")


def task(number: int) -> str:
    return f"Kiểm tra việc tiếp nhận và trả kết quả hồ sơ lần thứ {number}"


def row(number: int, lead: str | None, when: str | None) -> list[str | None]:
    return [str(number), task(number), f"Báo cáo lần {number}", lead, "Công an tỉnh", when]


def plan_of_pages(*pages: PaperPage) -> Plan:
    for at, page in enumerate(pages, 1):
        page.texts.append((60, 565, 9, f"Kế hoạch kiểm tra năm 2026 - trang {at}"))
    return read_plan(pdf_bytes([*pages]), "a.pdf")


def test_cells_merged_over_pages_are_those_of_each_of_their_rows_in_every_column():
    first = table_pages(
        [HEAD, row(1, "Sở Nội vụ", "Quý II/2026"), row(2, None, None), row(3, None, None)], WIDTHS
    )
    second = table_pages([row(4, "", ""), row(5, None, None), row(6, "Sở Tư pháp", None)], WIDTHS)
    plan = plan_of_pages(*first, *second)
    measures = [one for _, one in plan.measures()]
    assert [(one.number, one.task, one.lead) for one in measures] == [
        (str(at), task(at), ("Sở Nội vụ",) if at < 6 else ("Sở Tư pháp",)) for at in range(1, 7)
    ]
    assert {one.deadline.text for one in measures if one.deadline} == {"Quý II/2026"}
    assert not [one.code for one in plan.findings if one.code in CODES]


def test_the_heading_of_a_section_cut_by_a_page_is_one_heading_and_no_measure():
    first = table_pages(
        [
            HEAD,
            ["I", "Tuyên truyền", "", "", "", ""],
            row(1, "Sở Nội vụ", "Quý II/2026"),
            [
                "II",
                "Nâng cao chất lượng phục vụ của bộ phận một cửa; đưa quy tắc ứng xử thành nề nếp trong",
                *[""] * 4,
            ],
        ],
        WIDTHS,
    )
    second = table_pages([["", "toàn tỉnh", *[""] * 4], row(2, "Sở Tư pháp", "Quý III/2026")], WIDTHS)
    plan = plan_of_pages(*first, *second)
    assert [(section.heading, [one.number for one in section.measures]) for section in plan.sections] == [
        ("Tuyên truyền", ["1"]),
        (
            "Nâng cao chất lượng phục vụ của bộ phận một cửa; đưa quy tắc ứng xử thành nề nếp trong toàn tỉnh",
            ["2"],
        ),
    ]
    assert not [one.code for one in plan.findings if one.code in CODES]


def test_rows_go_on_under_the_headings_of_the_page_before_whatever_is_shaded_or_merged_there():
    first = table_pages([HEAD, row(1, "Sở Nội vụ", "Quý II/2026")], WIDTHS)
    left, top, right, bottom = 40, 50, 802, 66
    first[0].filled = [(left, top, right, bottom), (120, top + 3, 180, bottom - 3)]
    merged = [["2", task(2), "Báo cáo lần 2", "Sở Tư pháp", "Quý III/2026"]]
    second = table_pages([*merged], [1, 5, 6, 7, 3])
    plan = plan_of_pages(*first, *second)
    assert [(one.number, one.lead, one.deadline.text) for _, one in plan.measures() if one.deadline] == [
        ("1", ("Sở Nội vụ",), "Quý II/2026"),
        ("2", ("Sở Tư pháp",), "Quý III/2026"),
    ]


def test_rows_whose_columns_are_not_ruled_have_those_of_the_rows_between_them():
    rows = [HEAD, *(row(at, "Sở Nội vụ", "Quý II/2026") for at in range(1, 7))]
    (page,) = table_pages(rows, WIDTHS)
    tops = sorted({top for left, top, right, bottom in page.strokes if left == right})
    outer = {min(one[0] for one in page.strokes), max(one[2] for one in page.strokes)}
    page.strokes = [
        one for one in page.strokes
        if one[0] != one[2] or one[0] in outer or tops.index(one[1]) % 2
    ]  # fmt: skip
    measures = [one for _, one in plan_of_pages(page).measures()]
    assert [(one.number, one.task, one.lead) for one in measures] == [
        (str(at), task(at), ("Sở Nội vụ",)) for at in range(1, 7)
    ]


def test_a_section_over_all_columns_is_one_text_wherever_its_words_end():
    rows = [HEAD, row(1, "Sở Nội vụ", "Quý II/2026"), row(2, "Sở Y tế", "Quý III/2026")]
    (page,) = table_pages(rows, WIDTHS)
    lefts = sorted({one[0] for one in page.strokes if one[0] == one[2]})
    bottom = max(one[3] for one in page.strokes)
    for begin in range(0, 12):  # letters of a fixed breadth, so that edges lie between them, and in blanks
        (page,) = table_pages(rows, WIDTHS)
        page.texts.append((lefts[0] + 4 + begin, bottom + 14, 10, "CẢI CÁCH " * 14))
        page.strokes += [(lefts[0], bottom + 18, lefts[-1], bottom + 18)]
        page.strokes += [(at, bottom, at, bottom + 18) for at in (lefts[0], lefts[-1])]
        plan = plan_of_pages(page)
        assert [one.number for _, one in plan.measures()] == ["1", "2"]
