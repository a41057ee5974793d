"""The forms of a survey that were handed out, as lists and files show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from cchc.core.surveys.codes import numbered_form
from cchc.core.words.names import search_key
from cchc.fieldwork.models import AssignmentState, FieldAssignment, VoidReason
from cchc.surveys.models import FrameRow, Survey

STILL_OUT = (AssignmentState.PREPARED, AssignmentState.SENT)
# Headings of lists of respondents, as offices write them: "Họ và tên", "Tên chủ hộ", "Số điện thoại", "ĐT", "Email",
# "Thư điện tử", "Địa chỉ", "Nơi ở".
NAME_WORDS = ("ho va ten", "ho ten", "ten chu ho", "ten doanh nghiep", "nguoi dai dien")
TELEPHONE_WORDS = ("dien thoai", "so dt", "di dong", "zalo")
MAIL_WORDS = ("email", "e-mail", "thu dien tu")
PLACE_WORDS = ("dia chi", "noi o", "thon", "to dan pho")


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who is to be asked, as the row of the frame says it: empty where it does not, or was erased."""

    name: str = ""
    telephone: str = ""
    mail: str = ""
    place: str = ""

    @property
    def words(self) -> str:
        """All of it in one line."""
        return " · ".join(filter(None, (self.name, self.place, self.telephone)))


NOBODY = Respondent()


def respondent_in(columns: Mapping[str, str]) -> Respondent:
    """Who the columns of a row of a frame mean, found by their headings.

    >>> respondent_in({"Họ và tên": "Người số 1", "Email": "so-1@thu.example", "Ghi chú": "x"}).mail
    'so-1@thu.example'
    """

    def found(words: tuple[str, ...]) -> str:
        return next(
            (
                str(text)
                for heading, text in columns.items()
                if any(one in search_key(heading) for one in words)
            ),
            "",
        )

    mail = found(MAIL_WORDS)
    return Respondent(
        found(NAME_WORDS), found(TELEPHONE_WORDS), mail if "@" in mail else "", found(PLACE_WORDS)
    )


def respondent_of(form: FieldAssignment) -> Respondent:
    """Who is asked by a form: of a case of the sample what its frame says, else nobody by name."""
    row: FrameRow | None = form.case.row if form.case is not None else None
    return respondent_in(row.columns) if row is not None else NOBODY


def forms_of(survey: Survey) -> QuerySet[FieldAssignment]:
    """The forms of a survey by number, with all that a list shows."""
    related = ("form__version__questionnaire", "unit", "case__row", "enumerator__person", "enumerator__unit")
    return survey.assignments.select_related(*related).order_by("number")


def counted_by_state(rows: QuerySet[FieldAssignment]) -> dict[str, int]:
    """How many of `rows` stand in each state."""
    return dict(rows.order_by().values_list("state").annotate(count=Count("pk")))


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form as a list shows it."""

    form: FieldAssignment

    @property
    def number(self) -> str:
        """Its number with the check digit."""
        return numbered_form(self.form.number)

    @property
    def respondent(self) -> str:
        """Who is asked, as far as that is known."""
        return respondent_of(self.form).words

    @property
    def about(self) -> str:
        """The unit that it is about."""
        return self.form.unit.name if self.form.unit else _("All rated units")

    @property
    def reason(self) -> str:
        """Why there is no answer, in words."""
        if self.form.state == AssignmentState.VOID and self.form.reason in VoidReason.values:
            return str(VoidReason(self.form.reason).label)
        return self.form.reason

    @property
    def is_out(self) -> bool:
        """Whether it is prepared or on its way."""
        return self.form.state in STILL_OUT

    @property
    def has_no_answer(self) -> bool:
        """Whether its respondent refused or was not reached."""
        return self.form.state in (AssignmentState.REFUSED, AssignmentState.NOT_REACHED)
