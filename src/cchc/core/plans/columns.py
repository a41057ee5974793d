"""The columns of a plan's table, each described once: what it is called, where it is read, edited, printed, given out.

Everything that goes down the columns of a measure asks `COLUMNS`: the readers of issued plans, the stored measure, the
review page and its forms, the table, the Excel file out and in, the difference, the JSON of the command line. A new
column is one more entry here, and the migration that `makemigrations` writes for it. Names such as `TASK` are for rules
that concern this column and no other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Message

NUMBER = "number"
OBJECTIVE = "objective"
TASK = "task"
ACTIVITY = "activity"
OUTPUT = "output"
SHORTCOMINGS = "shortcomings"
LEAD = "lead"
COOPERATING = "cooperating"
DEADLINE = "deadline"
EXTRA = "extra"


class ColumnGroup(Enum):
    """Which cells of a measure stand together where it is edited and read."""

    NUMBER = "number"
    WHAT = "what"
    WHO_AND_WHEN = "who and when"


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """One column of a plan's table.

    `key` is the field of the stored measure and its name in forms, JSON and the log. `headings` are the wordings,
    folded, by which issued tables name it, each with its rank: of all columns the wording of the lowest rank that is
    found decides. `in_prose` is the label that stands before a colon in a plan without a table.
    """

    key: str
    label: Message
    group: ColumnGroup
    length: str = "cell"
    """Its kind in the table of lengths."""

    headings: tuple[tuple[int, str], ...] = ()
    in_prose: str = ""

    is_always_edited: bool = False
    """Whether the review offers it where no measure of the plan says anything in it."""
    begins_in: frozenset[str] = frozenset()
    """The kinds of plan that are begun with it when they are made by hand."""

    in_table: bool = True
    """Whether the table of a plan prints it below the text that says what is to be done."""

    heading: str = ""
    """Over its column in the Excel file; without one it is not given out."""
    width: float | None = None
    """Of its column in the Excel file; None: it holds long texts, and shares the room that is left."""
    is_seldom: bool = False
    """Whether its column in the Excel file is hidden while it is empty."""

    in_json: bool = True

    @property
    def most(self) -> int:
        """How many letters a text of it may have."""
        return MOST[self.length]


# Headings are quoted folded, as they are compared. The first rank that is found decides: "Kết quả nhiệm vụ" is an
# output, "Thời gian hoàn thành nhiệm vụ" a deadline.
COLUMNS: tuple[MeasureColumn, ...] = (
    MeasureColumn(
        NUMBER,
        Message("number in the table"),
        ColumnGroup.NUMBER,
        length="row_number",
        headings=((1, r"^(s ?t ?t|t ?t|so ?t ?t|so thu tu|thu tu|no|#)$"),),
        in_table=False,
        heading="STT",
        width=7.0,
    ),
    MeasureColumn(
        OBJECTIVE,
        Message("objective"),
        ColumnGroup.WHAT,
        headings=((10, r"muc tieu|chi tieu|yeu cau"),),
        in_prose=r"mục tiêu|yêu cầu cần đạt",
        begins_in=frozenset({"reform"}),
        heading="Mục tiêu",
        is_seldom=True,
    ),
    MeasureColumn(
        TASK,
        Message("task"),
        ColumnGroup.WHAT,
        headings=((8, r"nhiem vu"), (11, r"giai phap|bien phap|noi dung|cong viec|viec can lam|dau viec")),
        in_prose=r"nhiệm vụ(?:(?:,|\s+và)\s*giải pháp)?(?:\s+khắc phục)?|(?:giải pháp|biện pháp)(?:\s+khắc phục)?",
        is_always_edited=True,
        heading="Nhiệm vụ, giải pháp",
    ),
    MeasureColumn(
        ACTIVITY,
        Message("activity"),
        ColumnGroup.WHAT,
        headings=((9, r"hoat dong|cong viec cu the|viec lam cu the|cach thuc"),),
        in_prose=r"hoạt động|cách thức thực hiện|nội dung(?:\s+thực hiện)?",
        begins_in=frozenset({"reform"}),
        heading="Hoạt động",
        is_seldom=True,
    ),
    MeasureColumn(
        OUTPUT,
        Message("output"),
        ColumnGroup.WHAT,
        headings=((6, r"san pham|ket qua|dau ra|ket qua khac phuc"),),
        in_prose=r"(?:sản phẩm|kết quả)(?:\s+(?:đầu ra|khắc phục|dự kiến|đạt được|thực hiện))?",
        begins_in=frozenset({"reform", "remediation"}),
        in_table=False,
        heading="Sản phẩm, kết quả",
    ),
    MeasureColumn(
        SHORTCOMINGS,
        Message("shortcomings"),
        ColumnGroup.WHAT,
        headings=((7, r"^(?!.*(nhiem vu|giai phap)).*(ton tai|han che|khuyet diem)"),),
        in_prose=r"(?:những\s+)?(?:tồn tại|hạn chế)(?:(?:,|\s+và)\s*(?:hạn chế|yếu kém))*",
        begins_in=frozenset({"remediation"}),
        heading="Tồn tại",
        is_seldom=True,
    ),
    MeasureColumn(
        LEAD,
        Message("lead agency"),
        ColumnGroup.WHO_AND_WHEN,
        headings=(
            (
                5,
                r"chu tri|(co quan|don vi|bo phan|phong|noi) .*(thuc hien|chiu trach nhiem|tham muu)|phan cong"
                r"|chiu trach nhiem|trach nhiem thuc hien|^(co quan|don vi)$",
            ),
        ),
        in_prose=r"(?:cơ quan|đơn vị|bộ phận|phòng)(?:,\s*(?:cơ quan|đơn vị|bộ phận|phòng))?\s+"
        r"(?:tham mưu,?\s+)?chủ trì(?:,?\s+(?:thực hiện|tham mưu))*|chủ trì(?:\s+thực hiện)?",
        is_always_edited=True,
        in_table=False,
        heading="Cơ quan chủ trì",
        width=24.0,
    ),
    MeasureColumn(
        COOPERATING,
        Message("cooperating agencies"),
        ColumnGroup.WHO_AND_WHEN,
        headings=((4, r"phoi hop|tham gia"),),
        in_prose=r"(?:(?:cơ quan|đơn vị|bộ phận|phòng)(?:,\s*(?:cơ quan|đơn vị|bộ phận|phòng))?\s+)?"
        r"phối hợp(?:\s+thực hiện)?",
        is_always_edited=True,
        in_table=False,
        heading="Cơ quan phối hợp",
        width=26.0,
    ),
    MeasureColumn(
        DEADLINE,
        Message("deadline"),
        ColumnGroup.WHO_AND_WHEN,
        headings=((3, r"thoi (gian|han|diem)|tien do|ky han|han hoan thanh|hoan thanh (truoc|trong)|^moc "),),
        in_prose=r"(?:thời gian|thời hạn|tiến độ)(?:\s+(?:thực hiện|hoàn thành|triển khai))?(?:,\s*tiến độ)?",
        is_always_edited=True,
        in_table=False,
        heading="Thời hạn",
        width=18.0,
    ),
    MeasureColumn(
        EXTRA,
        Message("other columns"),
        ColumnGroup.WHO_AND_WHEN,
        # "Kinh phí", "Ghi chú", "Điểm tối đa"; every heading that names no column of ours is one of these
        headings=((2, r"kinh phi|ghi chu|diem"),),
        in_table=False,
        in_json=False,
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
KEYS = tuple(BY_KEY)
SAYS_WHAT = (TASK, ACTIVITY, OBJECTIVE)
"""The columns of which one must say what is to be done; the first that does so names the measure."""
