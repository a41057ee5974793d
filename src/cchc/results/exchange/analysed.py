"""What the report that analyses the results of a peer group is made of: its figures, its sentences, and what an
official has written in the place of some."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from cchc.core.scoring.lost import LossAccount
from cchc.core.words.names import search_key
from cchc.core.words.numbers import printed_number


class LossSection(StrEnum):
    """Where a sentence stands in the report."""

    WHOLE = "chung"
    DOMAINS = "linh_vuc"
    CRITERIA = "tieu_chi"
    REASONS = "ly_do"
    AGENCIES = "co_quan"
    UNITS = "don_vi"
    YEARS = "cac_nam"
    PROPOSALS = "de_xuat"


@dataclass(frozen=True, slots=True)
class AnalysedDomain:
    """A domain with its account over all units."""

    number: str
    name: str
    account: LossAccount


@dataclass(frozen=True, slots=True)
class AnalysedCriterion:
    """A criterion in the order of what was lost there: shares in percent of all lost points; `losers` are the names of
    the units that lost there, of `applies` to which it applies."""

    number: str
    name: str
    agency: str
    maximum: Fraction
    lost: Fraction
    share: Fraction
    together: Fraction
    among_few: bool
    losers: tuple[str, ...]
    applies: int


@dataclass(frozen=True, slots=True)
class AnalysedShare:
    """A reason (by its code) or an agency, with what was lost there in percent of all lost points."""

    key: str
    name: str
    lost: Fraction
    share: Fraction
    criteria: int
    units: int


@dataclass(frozen=True, slots=True)
class AnalysedUnit:
    """A unit with its account and index (percent; None while something is pending), its rank, and that of the year
    before; None where there was none, or by another formula or in another peer group."""

    name: str
    account: LossAccount
    index: Fraction | None
    rank: int | None = None
    rank_before: int | None = None

    @property
    def ranks(self) -> str:
        """The rank before and now as the report prints them; an en dash for a missing one."""
        return f"{self.rank_before or '–'} → {self.rank or '–'}"

    @property
    def climbed(self) -> int | None:
        """How many places it climbed, below zero where it fell; None where one of the ranks is missing."""
        if self.rank is None or self.rank_before is None:
            return None
        return self.rank_before - self.rank


@dataclass(frozen=True, slots=True)
class AnalysedYear:
    """A year by the same formula: what a unit lost in the mean."""

    year: int
    mean: Fraction


@dataclass(frozen=True, slots=True)
class AnalysedResults:
    """All figures of the report. `everywhere` and `once` are the criteria where all units lose and where one does;
    `grades` how many units are in each class; `years` are those of one formula, the one of the report last; `apart`
    are earlier years that are not set beside it."""

    group: str
    year: int
    account: LossAccount
    domains: tuple[AnalysedDomain, ...]
    criteria: tuple[AnalysedCriterion, ...]
    everywhere: tuple[AnalysedCriterion, ...]
    once: tuple[AnalysedCriterion, ...]
    reasons: tuple[AnalysedShare, ...]
    agencies: tuple[AnalysedShare, ...]
    units: tuple[AnalysedUnit, ...]
    grades: tuple[tuple[str, int], ...] = ()
    years: tuple[AnalysedYear, ...] = ()
    apart: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LossSentence:
    """A sentence made from figures: its key, which stays the same while the figures change, these by their names, as
    they are printed, and how the sentence is called."""

    key: str
    section: LossSection
    text: str
    figures: Mapping[str, str] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True, slots=True)
class KeptSentence:
    """What an official wrote in place of a sentence, and by which figures; empty: the sentence is left out."""

    section: str
    text: str
    figures: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence as the report prints it, and how it is called. `made` is what the figures make of it, empty where
    nothing does any longer; `changed` are the figures that are not what they were when it was written: name, then,
    now."""

    key: str
    section: LossSection
    text: str
    made: str
    is_edited: bool
    figures: Mapping[str, str]
    changed: tuple[tuple[str, str, str], ...] = ()
    name: str = ""


def shown_sentences(
    made: Sequence[LossSentence], kept: Mapping[str, KeptSentence]
) -> tuple[ShownSentence, ...]:
    """Return the sentences of the report, section by section: what was written stands in the place of what is made,
    everything else follows the figures. What was written and is no longer made stays at the end of its section.

    >>> made = [LossSentence("a", LossSection.WHOLE, "Mất 2 điểm.", {"Điểm mất": "2"})]
    >>> kept = {"a": KeptSentence("chung", "Mất ít.", {"Điểm mất": "1"})}
    >>> [(one.text, one.changed) for one in shown_sentences(made, kept)]
    [('Mất ít.', (('Điểm mất', '1', '2'),))]
    """
    shown = [_shown(one, kept.get(one.key)) for one in made]
    known = {one.key for one in made}
    for key, one in kept.items():
        if key not in known and one.section in set(LossSection):
            gone = tuple((name, then, "–") for name, then in one.figures.items())
            name = sentence_name(key)
            shown.append(
                ShownSentence(key, LossSection(one.section), one.text, "", True, one.figures, gone, name)
            )
    order = {section: place for place, section in enumerate(LossSection)}
    return tuple(sorted(shown, key=lambda one: order[one.section]))


def _shown(made: LossSentence, kept: KeptSentence | None) -> ShownSentence:
    name = made.name or sentence_name(made.key)
    if kept is None:
        return ShownSentence(made.key, made.section, made.text, made.text, False, made.figures, name=name)
    names = {**kept.figures, **made.figures}
    changed = tuple(
        (name, kept.figures.get(name, "–"), made.figures.get(name, "–"))
        for name in names
        if kept.figures.get(name) != made.figures.get(name)
    )
    return ShownSentence(made.key, made.section, kept.text, made.text, True, kept.figures, changed, name)


SENTENCE_NAMES = {
    "chung-diem": "Điểm đạt, điểm mất của cả khối",
    "chung-chi-so": "Chỉ số bình quân, cao nhất, thấp nhất",
    "chung-xep-loai": "Xếp loại",
    "linh-vuc-nhieu-nhat": "Lĩnh vực mất nhiều điểm nhất",
    "linh-vuc-ty-le": "Tỷ lệ mất cao nhất, thấp nhất theo lĩnh vực",
    "tieu-chi-phan-lon": "Các tiêu chí chiếm phần lớn điểm mất",
    "tieu-chi-moi-don-vi": "Tiêu chí đơn vị nào cũng mất điểm",
    "tieu-chi-mot-don-vi": "Tiêu chí chỉ một đơn vị mất điểm",
    "ly-do-chu-yeu": "Lý do mất điểm chủ yếu",
    "co-quan-phu-trach": "Điểm mất theo cơ quan phụ trách",
    "don-vi-nhieu-it": "Đơn vị mất nhiều nhất, ít nhất",
    "don-vi-doi-hang": "Đơn vị tăng hạng, giảm hạng",
    "cac-nam-thay-doi": "Điểm mất bình quân so với năm trước",
    "cac-nam-khac-cach-tinh": "Năm không so sánh",
    "de-xuat-moi-don-vi": "Đề xuất: tiêu chí đơn vị nào cũng mất điểm",
    "de-xuat-mot-don-vi": "Đề xuất: tiêu chí chỉ một đơn vị mất điểm",
    "de-xuat-ly-do-late": "Đề xuất: quá hạn",
    "de-xuat-ly-do-missing_evidence": "Đề xuất: thiếu tài liệu kiểm chứng",
    "de-xuat-ly-do-not_done": "Đề xuất: nội dung chưa thực hiện",
    "de-xuat-ly-do-ratio": "Đề xuất: tỷ lệ chưa đạt",
    "de-xuat-ly-do-survey": "Đề xuất: kết quả điều tra xã hội học",
    "de-xuat-ly-do-wrong_authority": "Đề xuất: văn bản sai thẩm quyền",
}


def sentence_name(key: str) -> str:
    """Return how the sentence of this key is called; one about an agency that is in the figures no longer has no more
    than its kind.

    >>> sentence_name("ly-do-chu-yeu"), sentence_name("de-xuat-co-quan-so-y-te")
    ('Lý do mất điểm chủ yếu', 'Đề xuất: cơ quan chủ trì')
    """
    return SENTENCE_NAMES.get(key, "Đề xuất: cơ quan chủ trì")


class SentenceWay(StrEnum):
    """What becomes of a sentence that was written over: it stays, it was looked at with the figures of now, or it
    follows the figures again."""

    KEEP = "giu"
    CHECKED = "da-soat"
    AGAIN = "theo-so-lieu"


def kept_after(
    made: Sequence[LossSentence],
    kept: Mapping[str, KeptSentence],
    texts: Mapping[str, str],
    ways: Mapping[str, str],
) -> dict[str, KeptSentence]:
    """Return what is kept after somebody saved `texts`, by the keys of the sentences shown; `ways` say what becomes of
    those that were written over. A text that the figures make is not kept: it follows them. One that was not touched
    keeps the figures by which it was written, until it is `CHECKED`.

    >>> made = [LossSentence("a", LossSection.WHOLE, "Mất 2 điểm.", {"Điểm mất": "2"})]
    >>> kept_after(made, {}, {"a": "Mất 2 điểm."}, {}), kept_after(made, {}, {"a": "Mất ít."}, {})["a"].figures
    ({}, {'Điểm mất': '2'})
    """
    now = {one.key: one for one in made}
    after: dict[str, KeptSentence] = {}
    for one in shown_sentences(made, kept):
        text, fresh = texts.get(one.key, one.text), now.get(one.key)
        way = ways.get(one.key, SentenceWay.KEEP)
        follows = text == one.made or (fresh is None and not text)
        if follows or (one.is_edited and way == SentenceWay.AGAIN and text == one.text):
            continue
        if one.is_edited and text == one.text and way != SentenceWay.CHECKED:
            after[one.key] = kept[one.key]
        else:
            figures = fresh.figures if fresh else {}
            after[one.key] = KeptSentence(one.section.value, text, dict(figures))
    return after


# Texts


def key_of(name: str) -> str:
    """Return a name as part of a key: letters without marks, joined by hyphens.

    >>> key_of("Sở Khoa học và Công nghệ")
    'so-khoa-hoc-va-cong-nghe'
    """
    return re.sub(r"[^a-z0-9]+", "-", search_key(name)).strip("-")


def points_text(points: Fraction) -> str:
    """Return points as the report prints them.

    >>> points_text(Fraction(16379, 100))
    '163,79'
    """
    return printed_number(points, 2, ",", ".")


def share_text(share: Fraction | None) -> str:
    """Return a share (percent) as the report prints it; an en dash for a missing one.

    >>> share_text(Fraction(808, 10)), share_text(None)
    ('80,8', '–')
    """
    return "–" if share is None else printed_number(share, 1, ",", ".")
