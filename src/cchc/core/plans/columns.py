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
BUDGET = "budget"
BUDGET_SOURCE = "budget_source"
EXTRA = "extra"
"""What every other column says, each text behind the heading of its column: "Ghi chú: theo Kế hoạch 76"."""


class ColumnGroup(Enum):
    """Which cells of a measure stand together where it is edited and read."""

    NUMBER = "number"
    WHAT = "what"
    WHO_AND_WHEN = "who and when"


@dataclass(frozen=True, slots=True)
class MeasureColumn:
    """One column of a plan's table.

    `key` is the field of the stored measure and its name in forms, JSON and the log. `headings` are the wordings, in
    small letters with their marks, by which issued tables name it, each with its weight of at most `SUREST_HEADING`;
    they match whole words, and the later they begin in a heading the less they weigh. `in_prose` is the label that
    stands before a colon in a plan without a table.
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


SUREST_HEADING = 10

# "Cơ quan, đơn vị", "Sở/ngành": who, before the word that says what they do
_WHO = r"(?:cơ quan|đơn vị|bộ phận|phòng|ban|ngành|sở|tổ chức|địa phương|cấp|nơi)"
WHO = rf"{_WHO}(?:[\s,/–-]+(?:và |hoặc )?{_WHO})*"
VISIT = r"(?:kiểm tra|thanh tra|giám sát|khảo sát|hậu kiểm)"
"""What an inspection does to the unit that it goes to."""

# The noun that comes first names a column: "Kết quả nhiệm vụ" is an output, "Thời gian hoàn thành nhiệm vụ" a
# deadline, "Nội dung thực hiện" a task. So each wording is weighed by where it begins; all columns are scored together.
COLUMNS: tuple[MeasureColumn, ...] = (
    MeasureColumn(
        NUMBER,
        Message("number in the table"),
        ColumnGroup.NUMBER,
        length="row_number",
        headings=((10, r"^(?:s ?t ?t|t ?t|số ?t ?t|số thứ tự|thứ tự|no\.?|#)$"), (5, r"^(?:số|mục)$")),
        in_table=False,
        heading="STT",
        width=7.0,
    ),
    MeasureColumn(
        OBJECTIVE,
        Message("objective"),
        ColumnGroup.WHAT,
        headings=(
            (14, r"^lĩnh vực[\s,/;–-]+tiêu chí"),
            (10, r"mục tiêu|chỉ tiêu"),
            (9, r"tiêu chí|chỉ số"),
            (8, r"yêu cầu"),
        ),
        in_prose=r"mục tiêu|yêu cầu cần đạt",
        begins_in=frozenset({"reform"}),
        heading="Mục tiêu",
        is_seldom=True,
    ),
    MeasureColumn(
        TASK,
        Message("task"),
        ColumnGroup.WHAT,
        headings=(
            (10, r"(?:(?:tên|nội dung|danh mục) )?(?:nhiệm vụ|công việc|đầu việc)|việc (?:cần|phải) làm"),
            (9, r"nội dung (?:thực hiện|triển khai|chủ yếu)"),
            (8, r"giải pháp|biện pháp|^nội dung$"),
            # schedules of inspections: who is visited says what is done
            (16, rf"(?:{WHO}|đối tượng|nơi) (?:được|chịu sự) {VISIT}|^(?:tên )?đối tượng {VISIT}"),
            (7, rf"(?:{WHO}|địa điểm)\s+{VISIT}|{WHO} được (?:làm việc|đánh giá)"),
            # plans of training: "Tên lớp bồi dưỡng" beside "Đối tượng" and "Thời gian tổ chức"
            (8, r"^(?:tên )?(?:lớp|khóa|khoá|chuyên đề)(?: học)?(?: (?:đào tạo|bồi dưỡng|tập huấn))?"),
            # "Loại văn bản" beside "Trích yếu" says "Nghị quyết", "Quyết định"
            (8, r"^trích yếu"),
            (7, r"hoạt động|^(?:tên|loại) (?:văn bản|đề án|dự án|chương trình)"),
            (6, r"nội dung|đề án|phần việc"),
        ),
        in_prose=r"nhiệm vụ(?:(?:,|\s+và)\s*giải pháp)?(?:\s+khắc phục)?|(?:giải pháp|biện pháp)(?:\s+khắc phục)?",
        is_always_edited=True,
        heading="Nhiệm vụ, giải pháp",
    ),
    MeasureColumn(
        ACTIVITY,
        Message("activity"),
        ColumnGroup.WHAT,
        headings=(
            (10, r"hoạt động|(?:công việc|việc làm|nhiệm vụ|nội dung) (?:cụ thể|chi tiết)|cách thức"),
            # a second column of what is done, beside the task
            (5, r"nhiệm vụ|công việc|đầu việc|giải pháp|biện pháp|nội dung"),
        ),
        in_prose=r"hoạt động|cách thức thực hiện|nội dung(?:\s+thực hiện)?",
        begins_in=frozenset({"reform"}),
        heading="Hoạt động",
        is_seldom=True,
    ),
    MeasureColumn(
        OUTPUT,
        Message("output"),
        ColumnGroup.WHAT,
        headings=((10, r"sản phẩm|kết quả|đầu ra"),),
        in_prose=r"(?:sản phẩm|kết quả)(?:\s+(?:đầu ra|khắc phục|dự kiến|đạt được|thực hiện))?",
        begins_in=frozenset({"reform", "remediation"}),
        in_table=False,
        heading="Sản phẩm, kết quả",
    ),
    MeasureColumn(
        SHORTCOMINGS,
        Message("shortcomings"),
        ColumnGroup.WHAT,
        headings=((10, r"tồn tại|hạn chế|khuyết điểm"), (8, r"nguyên nhân|vướng mắc")),
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
            (10, rf"(?:{WHO}\s+)?(?:được giao |tham mưu,? )?(?:chủ trì|đầu mối)"),
            (10, rf"{WHO}\s+(?:(?:được|giao|chính|có|trực tiếp) )*(?:chịu trách nhiệm|phụ trách)"),
            (
                9,
                rf"{WHO}\s+(?:(?:được giao|trực tiếp|tổ chức|triển khai|có trách nhiệm|chính) )*"
                r"(?:thực hiện|tham mưu|triển khai|xử lý|giải quyết|được giao)",
            ),
            (9, r"phân công|chịu trách nhiệm|trách nhiệm(?: thực hiện| chính)?|phụ trách"),
            (7, rf"^(?:{WHO})$"),
            (5, rf"{WHO} (?:theo dõi|quản lý)"),
            (4, r"^(?:cơ quan|đơn vị|bộ phận)"),
            (5, r"^(?:người|cán bộ|công chức|lãnh đạo) (?:thực hiện|phụ trách)"),
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
        headings=(
            (10, rf"(?:{WHO}\s+)?(?:cùng )?phối hợp"),
            (
                9,
                rf"(?:(?:{WHO}|thành phần)\s+)?tham gia|{WHO}\s+(?:có )?liên quan|{WHO}\s+cùng (?:thực hiện|làm)",
            ),
        ),
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
        headings=(
            (
                10,
                r"(?:thời (?:gian|hạn|điểm)|ngày|hạn|tiến độ|mốc|quý|tháng)(?:,? (?:dự kiến|phải|cần))*"
                r" (?:hoàn thành|kết thúc|xong)|hạn (?:chót|cuối|chậm nhất|nộp|xử lý)|đến hạn"
                r"|hoàn thành (?:trước|trong)",
            ),
            (
                9,
                r"thời (?:gian|hạn|điểm)|^tg\b|kỳ hạn|lộ trình|^hạn$|^hoàn thành$|^mốc\b|^ngày thực hiện"
                rf"|^(?:ngày|lịch) {VISIT}",
            ),
            (7, r"^(?:tháng|quý)(?:,? dự kiến)? (?:trình|ban hành)(?! văn bản)"),
            (8, r"tiến độ|^(?:ngày|tháng|quý)(?:[ ,/]+(?:ngày|tháng|quý|năm))*$"),
        ),
        in_prose=r"(?:thời gian|thời hạn|tiến độ)(?:\s+(?:thực hiện|hoàn thành|triển khai))?(?:,\s*tiến độ)?",
        is_always_edited=True,
        in_table=False,
        heading="Thời hạn",
        width=18.0,
    ),
    MeasureColumn(
        BUDGET,
        Message("budget"),
        ColumnGroup.WHO_AND_WHEN,
        headings=(
            (13, r"^(?:tổng |nhu cầu |dự kiến |khái toán |ước )*kinh phí"),
            (13, r"^(?:dự toán|số tiền|khái toán)"),
        ),
        in_prose=r"(?:(?:dự kiến|tổng|nhu cầu)\s+)?kinh phí(?:\s+(?:thực hiện|dự kiến))?|dự toán(?:\s+kinh phí)?",
        heading="Kinh phí",
        width=18.0,
        is_seldom=True,
    ),
    MeasureColumn(
        BUDGET_SOURCE,
        Message("source of the budget"),
        ColumnGroup.WHO_AND_WHEN,
        headings=((13, r"^nguồn (?:lực|vốn|kinh phí|ngân sách|tài chính|chi)"),),
        in_prose=r"nguồn\s+(?:kinh phí|vốn|ngân sách)(?:\s+thực hiện)?",
        heading="Nguồn kinh phí",
        width=20.0,
        is_seldom=True,
    ),
    MeasureColumn(
        EXTRA,
        Message("other columns"),
        ColumnGroup.WHO_AND_WHEN,
        in_table=False,
        in_json=False,
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
KEYS = tuple(BY_KEY)
SAYS_WHAT = (TASK, ACTIVITY, OBJECTIVE)
"""The columns of which one must say what is to be done; the first that does so names the measure."""
