"""Steps and losses in sentences: with the names that the set prints and the figures, without a word of the grammar."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc.core.scoring.criteria.derivation import derivation_from
from cchc.core.scoring.criteria.tree import Node
from cchc.core.scoring.explanations import derived_figures
from cchc.core.scoring.formulas.tree import YEAR, FormulaFault, Value
from cchc.core.scoring.reasons import loss_words, percent_words, short_number, step_words
from cchc.core.scoring.rules.values import LOSS_CODES, LOSS_WORDS, PeerRange
from cchc.core.words.messages import Message, say
from cchc.core.words.numbers import number_in_full
from cchc.texts.speaking import speaker
from tests.core.documents import one_leaf
from tests.core.strategies import criteria_sets, declared

ANSWERED = 'answered: count of "phản ánh" | Số phản ánh đúng hạn\nreceived: count of "phản ánh" | Số phản ánh tiếp nhận'
in_vietnamese = speaker("criteria", language_code="vi")


def spoken(message: Message | str) -> str:
    return in_vietnamese(message) if isinstance(message, Message) else message


def why(leaf: Node, peers: PeerRange | None = None, **figures: Value) -> list[str]:
    """The reason of each loss of a leaf, in Vietnamese."""
    known = {YEAR if name == "year" else name: value for name, value in figures.items()}
    derivation = derivation_from(leaf, known, peers)
    return [spoken(loss_words(leaf, loss, derived_figures(derivation))) for loss in derivation.outcome.losses]


def steps(leaf: Node, peers: PeerRange | None = None, **figures: Value) -> list[str]:
    known = {YEAR if name == "year" else name: value for name, value in figures.items()}
    return [spoken(step_words(step, leaf.declared())) for step in derivation_from(leaf, known, peers).steps]


F = Fraction


def test_a_part_of_a_whole_is_said_as_officials_write_it() -> None:
    leaf = one_leaf("ratio answered / received; zero below 50%; when received = 0: full", ANSWERED, "2")
    assert why(leaf, answered=F(39), received=F(51)) == ["39/51 phản ánh đúng hạn, 76,5 %"]
    assert why(leaf, answered=F(20), received=F(51)) == ["20/51 phản ánh đúng hạn, 39,2 %; dưới 50 %: 0 điểm"]
    assert steps(leaf, answered=F(39), received=F(51)) == [
        "Số phản ánh đúng hạn ÷ Số phản ánh tiếp nhận: 39 ÷ 51 ≈ 76,4706 %",
        "Tỷ lệ × điểm tối đa: ≈ 76,4706 % × 2 ≈ 1,5294",
    ]


@pytest.mark.parametrize(
    ("rule", "inputs", "figures", "reason"),
    [
        (
            "tiers answered / received { >= 90% = full, 70%..<90% = 50%, < 70% = zero }; when received = 0: full",
            ANSWERED,
            {"answered": F(39), "received": F(51)},
            "39/51 phản ánh đúng hạn, 76,5 % (từ 70 % đến dưới 90 %: 50 % điểm tối đa)",
        ),
        ("ratio rate", "rate: percent | Tỷ lệ hài lòng", {"rate": F("0.9125")}, "Tỷ lệ hài lòng: 91,25 %"),
        (
            "ratio paid / plan; when plan = 0: zero",
            'paid: number of "triệu đồng", from 0 | Số vốn đã giải ngân\n'
            'plan: number of "triệu đồng", from 0 | Kế hoạch vốn',
            {"paid": F(75), "plan": F(100)}, "Số vốn đã giải ngân: 75/100 triệu đồng, 75 %",
        ),
        (
            "tiers late(sent, 31/01) { <= 0 = full, > 0 = 50% }; when none(sent): zero",
            "sent: date | Ngày gửi báo cáo",
            {"sent": date(2026, 2, 5), "year": F(2026)}, "Ngày gửi báo cáo: 05/02/2026, chậm 5 ngày so với 31/01/2026",
        ),
        (
            'choose o { "Tốt" = full, "Khá" = 50% }', 'o: one of "Tốt", "Khá" | Xếp loại', {"o": "Khá"},
            "Xếp loại: “Khá”",
        ),
        (
            "deduct { tardy = 0.25 }; floor 0", 'tardy: count of "báo cáo" | Số báo cáo gửi chậm', {"tardy": F(2)},
            "Số báo cáo gửi chậm: 2; mỗi trường hợp trừ 0,25 điểm",
        ),
        ("each { news = 0.1 }", "news: count | Số tin bài", {"news": F(3)}, "Số tin bài: 3"),
        (
            "all of complete, funded",
            "complete: yes or no | Đủ nhiệm vụ\nfunded: yes or no | Có kinh phí", {"complete": True, "funded": False},
            "chưa đạt: Có kinh phí",
        ),
        (
            "relative n to best; when n = 0: zero", "n: count | Số dịch vụ", {"n": F(3)},
            "Số dịch vụ: 3, kém đơn vị tốt nhất trong khối",
        ),
    ],
)  # fmt: skip
def test_each_kind_of_loss_says_what_was_declared(
    rule: str, inputs: str, figures: dict[str, Value], reason: str
) -> None:
    assert why(one_leaf(rule, inputs), PeerRange(F(1), F(7)), **figures) == [reason]


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (F(39, 51), "76,5 %"), (F(4, 5), "80 %"), (F("0.79996"), "79,996 %"), (F("0.9999999"), "100 %"),
        (F(1, 3), "33,3 %"), (F("0.9117"), "91,2 %"),
    ],
)  # fmt: skip
def test_a_percentage_is_short_and_never_looks_like_a_threshold_that_it_misses(
    share: Fraction, printed: str
) -> None:
    assert spoken(percent_words(share)) == printed


@given(st.fractions(min_value=-100, max_value=100))
def test_no_amount_has_more_than_four_decimals(amount: Fraction) -> None:
    said = say(Message("{number}", number=short_number(amount)), number=number_in_full)
    assert len(said.partition(",")[2]) <= 4


GRAMMAR = re.compile(
    r"\b(?:[a-z]+_[a-z_]+|a|b|c|d|r|s|ok|extra|level|bad|done|planned|ratio|tiers|full|zero|none|late)\b"
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_step_and_no_reason_holds_a_short_name_of_the_set(data: st.DataObject) -> None:
    criteria = data.draw(criteria_sets())
    for bare in criteria.leaves.values():
        if bare.rule is None:
            continue
        labelled = (replace(one, label=f"Số việc thứ {at}") for at, one in enumerate(bare.variables))
        leaf = replace(bare, variables=tuple(labelled))
        figures = {YEAR: F(2026), **data.draw(declared(leaf, whole=True))}
        try:
            derivation = derivation_from(leaf, figures, PeerRange(F(0), F(9)))
        except FormulaFault:
            continue
        said = [spoken(step_words(step, leaf.declared())) for step in derivation.steps]
        said += [
            spoken(loss_words(leaf, loss, derived_figures(derivation))) for loss in derivation.outcome.losses
        ]
        assert [sentence for sentence in said if GRAMMAR.search(sentence)] == []


def test_every_code_of_a_loss_has_its_words_in_one_place() -> None:
    assert tuple(LOSS_WORDS) == LOSS_CODES
    assert len({spoken(one) for one in LOSS_WORDS.values()}) == len(LOSS_CODES)
