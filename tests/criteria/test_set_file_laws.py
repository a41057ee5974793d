"""Laws of criteria files: whatever a set says, TOML and Excel say the same and lose nothing."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.scoring.checks.building import criteria_of
from cchc.core.scoring.criteria.document import Document, Field, Fields, document_of
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.criteria.exchange.excel import write_workbook
from cchc.criteria.exchange.reading import read_set
from cchc.criteria.exchange.toml import write_toml
from tests.core.strategies import criteria_sets

FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
ODD = [
    '"',
    "'",
    "\\",
    "\n",
    "\r\n",
    "=1+1",
    "_x000D_",
    "1.10",
    "#",
    "'''",
    '"""',
    "Ủy ban",
    "U\u0309y ban",
    "−",
    "😀",
    "| ; {}",
]
PROSE = ("name", "note", "evidence", "appraiser")

texts = st.lists(
    st.sampled_from(ODD) | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=8)
)


@st.composite
def odd_sets(draw: st.DrawFn) -> CriteriaSet:
    """A sound set whose words hold anything that a person may paste into them."""
    document = document_of(draw(criteria_sets()))
    nodes = [with_words(draw, with_checks(draw, fields), PROSE) for fields in document.nodes]
    first = with_words(draw, document.settings, ("title", "note", "decision_number", "decision_issuer"))
    return criteria_of(Document(document.place, first, document.grades, nodes))


def with_checks(draw: st.DrawFn, fields: Fields) -> Fields:
    """The fields of a leaf, where it counts a and b with cross-checks of them, some with a sentence of their own."""
    inputs = fields.get("inputs")
    if inputs is None or not inputs.text.startswith("a: count, to 20 | Số a\nb: count"):
        return fields
    conditions = draw(
        st.lists(st.sampled_from(["a <= b", "a + b <= 30 or b = 7", "not (a = 2 * b)"]), unique=True)
    )
    lines = [
        condition + draw(st.sampled_from(["", " | Số a không quá số b; xem lại", ' | "|"']))
        for condition in conditions
    ]
    return fields | ({"checks": Field("\n".join(lines), inputs.place)} if lines else {})


def with_words(draw: st.DrawFn, fields: Fields, names: tuple[str, ...]) -> Fields:
    words = {name: "".join(draw(texts)).strip() for name in names if draw(st.integers(0, 3)) == 0}
    return fields | {
        name: Field(text, fields["name" if "name" in fields else "title"].place)
        for name, text in words.items()
        if text
    }


@FEW
@given(odd_sets())
def test_a_set_goes_through_toml_and_excel_and_back_without_loss(criteria: CriteriaSet) -> None:
    text = write_toml(document_of(criteria))
    assert read_set(text.encode(), "set.toml") == criteria
    book = write_workbook(document_of(criteria))
    again = read_set(book, "set.xlsx")
    assert again == criteria
    assert write_toml(document_of(again)) == text
    assert write_workbook(document_of(again)) == book
