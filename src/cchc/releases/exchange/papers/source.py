"""What every paper of a release is made of, and what all of them say alike."""

from __future__ import annotations

import io
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property

import segno

from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.rules.values import LOSS_WORDS
from cchc.core.words.names import name_inside_a_sentence
from cchc.core.words.numbers import number_in_full, printed_number
from cchc.criteria.exchange.reading import read_known_set
from cchc.documents.exchange.decree30 import place_and_date
from cchc.documents.exchange.paper import WordPicture
from cchc.documents.exchange.signing import SignedAs, signing_position
from cchc.releases.exchange.content import PublicAccount, PublicContent, PublicGroup, PublicUnit
from cchc.releases.exchange.telling import vietnamese

SIDE_OF_CODE = 30.0  # millimetres: read by a telephone from a sheet on a desk
BLANK_NUMBER = "Số:        /TB-UBND"
HEADS = ("Chủ tịch", "Phó Chủ tịch")


@dataclass(frozen=True)
class PaperSource:
    """A release as its papers tell it: all that is public, the short form of the root of its bundle, and the address of
    the page where anybody verifies it. `is_draft`: it is not released yet."""

    content: PublicContent
    root: str
    address: str
    is_draft: bool = False

    @cached_property
    def units(self) -> dict[str, PublicUnit]:
        """The units by their key."""
        return {one.key: one for one in self.content.units}

    def group_of(self, unit: PublicUnit) -> PublicGroup:
        """Return the peer group of a unit."""
        return next(one for one in self.content.groups if unit.key in one.units)

    def criteria_of(self, set_code: str) -> CriteriaSet:
        """Return the criteria that a set applied."""
        return _criteria(next(one.toml for one in self.content.sets if one.code == set_code))

    def texts(self) -> dict[str, str]:
        """Return what tags of any paper stand for."""
        head = self.content.head
        province = name_inside_a_sentence(head.province)
        place = province.removeprefix("tỉnh ").removeprefix("thành phố ")
        return {
            "du_thao": "DỰ THẢO" if self.is_draft else "",
            "tinh": province,
            "nam": str(head.year),
            "so_quyet_dinh": head.decision.number,
            "ngay_quyet_dinh": place_and_date("", head.decision.on),
            "noi_va_ngay_quyet_dinh": place_and_date(place, head.decision.on),
            "noi_va_ngay_cong_bo": place_and_date(place, head.published_on),
            "chuc_vu_nguoi_ky": position_of(head.decision.signer),
            "lan_cong_bo": str(head.number),
            "so_don_vi": str(len(self.content.units)),
            "so_khoi": str(len(self.content.groups)),
            "dinh_chinh": self._correction(),
            "ma_goc": self.root,
            "dia_chi_kiem_chung": self.address,
        }

    def _correction(self) -> str:
        head = self.content.head
        if head.replaces is None:
            return ""
        return f"Kết quả này thay thế kết quả đã công bố lần {head.replaces}. Lý do đính chính: {ended(head.reason)}"

    def seal(self) -> WordPicture:
        """Return the code that leads to where the release is verified, with the short form of its root."""
        return WordPicture(
            png=code_png(self.address),
            side=SIDE_OF_CODE,
            words=f"Mã QR dẫn đến trang kiểm chứng: {self.address}",
            lines=(
                f"Mã gốc của số liệu công bố: {self.root}",
                f"Trang kiểm chứng: {self.address}",
                "Quét mã QR để mở trang kiểm chứng; mã gốc hiện trên trang phải trùng với mã gốc in ở đây.",
            ),
        )


@cache
def _criteria(toml: str) -> CriteriaSet:
    return read_known_set(toml)


@cache
def code_png(address: str) -> bytes:
    """Return the QR code of an address as a picture (PNG), always the same bytes."""
    written = io.BytesIO()
    segno.make(address, error="m", micro=False).save(written, kind="png", scale=8, border=2)
    return written.getvalue()


def verifying_address(home: str, year: int, number: int) -> str:
    """Return the public address of the page where this release, and no later one, is verified. It stands on paper and
    never changes.

    >>> verifying_address("https://cchc.example.vn", 2025, 1)
    'https://cchc.example.vn/cong-khai/2025/lan-1/kiem-chung/'
    """
    return f"{home}/cong-khai/{year}/lan-{number}/kiem-chung/"


def position_of(signer: str) -> str:
    """Return how an office signs, a line for each; `signer` as the decision names it.

    >>> position_of("Phó Chủ tịch Ủy ban nhân dân tỉnh")
    'TM. Ủy ban nhân dân\\nKT. Chủ tịch\\nPhó Chủ tịch'
    """
    head, deputy = HEADS
    body = "Ủy ban nhân dân"
    if signer.startswith(deputy):
        return signing_position(head, signed=SignedAs.DEPUTY, signer=deputy, body=body)
    return signing_position(head, body=body) if signer.startswith(head) else signer


def account_of(unit: PublicUnit, number: str) -> PublicAccount | None:
    """Return the account of a domain, criterion or leaf of a unit, as far as it is public."""
    leaf = unit.leaves.get(number)
    return leaf.account if leaf is not None else unit.nodes.get(number)


def points_text(points: Fraction, criteria: CriteriaSet) -> str:
    """Return points as the set prints them."""
    return printed_number(points, criteria.places, rounding=criteria.rounding)


def percent_text(index: Fraction | None, criteria: CriteriaSet) -> str:
    """Return an index with its sign, "–" without one."""
    return "–" if index is None else f"{points_text(index, criteria)} %"


def loss_name(code: str) -> str:
    """Return what a code of a loss says."""
    return vietnamese()(LOSS_WORDS.get(code, LOSS_WORDS["stated"]))


def losses_text(account: PublicAccount, criteria: CriteriaSet) -> str:
    """Return for what points were lost, the most first, in one sentence."""
    ordered = sorted(account.losses.items(), key=lambda one: (-one[1], one[0]))
    if not ordered:
        return "Không bị trừ điểm nào."
    said = "; ".join(f"{loss_name(code)} {points_text(points, criteria)} điểm" for code, points in ordered)
    return f"Tổng số điểm bị trừ là {points_text(account.lost, criteria)} điểm, gồm: {said}."


def exact_text(text: str) -> str:
    """Return an exact text of a change as a reader's number; what is no number stays as it is, nothing is "–".

    >>> exact_text("83.125"), exact_text("1/3"), exact_text("Tốt"), exact_text("")
    ('83,125', '0,333333333333 (1/3)', 'Tốt', '–')
    """
    try:
        return number_in_full(Fraction(text))
    except (ValueError, ZeroDivisionError):
        return text or "–"


def ended(text: str) -> str:
    """Return a sentence with its full stop."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
