"""Signatures of a PDF in four answers, each by itself; what cannot be read says so."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.words.messages import Faults, say
from cchc.files.certificates import read_anchors
from cchc.files.signatures import SignatureAnswer, SignedPdf
from cchc.files.signed_pdf import SIGNED_PDF, may_be_signed, read_signatures
from tests.files.signed_papers import (
    a_holder,
    a_plain_paper,
    changed_after,
    locked,
    p7b_of,
    signed_by,
    the_root,
    the_signer,
    with_altered_byte,
    with_revocations,
)

YES, NO, UNKNOWN = SignatureAnswer.YES, SignatureAnswer.NO, SignatureAnswer.UNKNOWN


def answers(paper: bytes, *anchors: bytes) -> list[tuple[SignatureAnswer, ...]]:
    """The four answers about each signature: intact, known, valid at signing, changed after."""
    found = read_signatures(paper, "a.pdf", anchors)
    return [tuple(one.answer for one in (s.intact, s.known, s.valid, s.changed)) for s in found.signatures]


def reasons(paper: bytes, answer: str, *anchors: bytes) -> str:
    (one,) = read_signatures(paper, "a.pdf", anchors).signatures
    return " ".join(say(reason) for reason in getattr(one, answer).reasons)


def test_a_signature_that_holds_is_told_in_the_sandbox_with_its_signer() -> None:
    found = SIGNED_PDF.read(signed_by(the_signer()), "a.pdf", (the_root().der,))
    (one,) = found.signatures
    assert (one.signer, one.organisation, one.issuer) == (
        "Trần Thị Bình",
        "Sở Nội vụ",
        "CA cơ quan nhà nước, Ban Cơ yếu",
    )
    assert [a.answer for a in (one.intact, one.known, one.valid, one.changed)] == [YES, YES, YES, NO]
    assert found.why is None


def test_without_authorities_the_signer_is_not_checked_and_nothing_is_called_wrong() -> None:
    paper = signed_by(the_signer())
    assert answers(paper) == [(YES, UNKNOWN, YES, NO)]
    assert "not checked" in reasons(paper, "known")


def test_each_answer_fails_by_itself() -> None:
    root = the_root().der
    late = a_holder("Lê Văn Cường", the_root(), last=datetime(2024, 1, 1))
    stranger = a_holder("CA lạ", authority=True)
    assert answers(with_altered_byte(signed_by(the_signer())), root) == [(NO, UNKNOWN, YES, NO)]
    assert answers(signed_by(the_signer()), stranger.der) == [(YES, NO, YES, NO)]
    assert answers(signed_by(late, at=datetime(2024, 6, 1)), root) == [(YES, YES, NO, NO)]
    assert answers(changed_after(signed_by(the_signer())), root) == [(YES, YES, YES, YES)]


def test_a_certificate_that_ended_since_was_valid_at_signing() -> None:
    late = a_holder("Lê Văn Cường", the_root(), last=datetime(2024, 1, 1))
    assert answers(signed_by(late, at=datetime(2023, 6, 1)), the_root().der) == [(YES, YES, YES, NO)]


def test_a_certificate_that_only_bears_the_name_of_an_authority_is_not_under_it() -> None:
    forger = a_holder("CA gốc", organisation="Ban Cơ yếu", authority=True)
    assert answers(signed_by(a_holder("Trần Thị Bình", forger)), the_root().der) == [(YES, NO, YES, NO)]


def test_a_certificate_that_was_not_issued_for_signing_makes_nobody_known() -> None:
    paper = signed_by_unfit()
    assert answers(paper, the_root().der)[0][1] is NO


def signed_by_unfit() -> bytes:
    return signed_by(a_holder("Máy chủ", the_root(), may_sign=False))


def test_every_signature_of_a_file_has_its_own_answers_and_a_later_one_is_no_change() -> None:
    once = signed_by(the_signer())
    twice = signed_by(a_holder("Phạm Văn Dũng", a_holder("CA lạ", authority=True)), once)
    assert answers(twice, the_root().der) == [(YES, YES, YES, NO), (YES, NO, YES, NO)]
    assert answers(changed_after(twice), the_root().der) == [(YES, YES, YES, YES), (YES, NO, YES, YES)]


def test_the_time_of_a_stamp_counts_before_that_of_the_signers_computer() -> None:
    late = a_holder("Lê Văn Cường", the_root(), last=datetime(2025, 6, 1))
    paper = signed_by(late, at=datetime(2026, 1, 1), stamped=True)
    assert answers(paper, the_root().der) == [(YES, YES, YES, NO)]
    said = reasons(paper, "valid", the_root().der)
    assert "01/03/2025" in said
    assert "time stamp of Dấu thời gian, Ban Cơ yếu." in said
    assert "not among the authorities" in reasons(paper, "valid", a_holder("CA lạ", authority=True).der)


def test_that_nobody_outside_is_asked_about_revoked_certificates_is_said() -> None:
    assert "asks nobody outside" in reasons(signed_by(the_signer()), "valid", the_root().der)


def test_a_certificate_that_the_file_itself_shows_to_be_revoked_was_not_valid() -> None:
    root, signer = the_root(), a_holder("Lê Văn Cường", the_root())
    paper = signed_by(signer, at=datetime(2025, 5, 5))
    before = with_revocations(paper, root, [(signer, datetime(2025, 1, 1))], datetime(2025, 5, 1))
    after = with_revocations(paper, root, [(signer, datetime(2025, 6, 1))], datetime(2025, 7, 1))
    never = with_revocations(paper, root, [], datetime(2025, 5, 1))
    assert answers(before, root.der) == [(YES, YES, NO, NO)]
    assert "revoked on 01/01/2025" in reasons(before, "valid", root.der)
    assert "Only proofs" in reasons(before, "changed", root.der)
    assert answers(after, root.der) == answers(never, root.der) == [(YES, YES, YES, NO)]
    assert "not revoked" in reasons(never, "valid", root.der)


def test_what_cannot_be_read_says_so() -> None:
    signed = signed_by(the_signer())
    assert read_signatures(a_plain_paper(), "a.pdf", ()) == SignedPdf(())
    found = {
        "locked by a password": locked(signed),
        "damaged": b"%PDF-1.7\n" + b"x" * 100,
        "traces of a signature": a_plain_paper() + b"\n% /ByteRange [0 1 2 3]",
    }
    for words, paper in found.items():
        read = read_signatures(paper, "a.pdf", ())
        assert read.signatures == ()
        assert read.why is not None
        assert words in say(read.why)
    at = signed.index(b"/Contents <") + 20
    (one,) = read_signatures(signed[:at] + b"0" * 200 + signed[at + 200 :], "a.pdf", ()).signatures
    assert {a.answer for a in (one.intact, one.known, one.valid, one.changed)} == {UNKNOWN}


@settings(max_examples=40)
@given(st.data())
def test_no_altered_byte_of_a_signed_file_leaves_it_intact_and_unchanged(data: st.DataObject) -> None:
    paper = _signed_once()
    covered = _covered(paper)
    at = data.draw(st.sampled_from(covered))
    altered = paper[:at] + bytes([paper[at] ^ data.draw(st.integers(1, 255))]) + paper[at + 1 :]
    found = read_signatures(altered, "a.pdf", (the_root().der,))
    assert found.signatures or found.why
    for one in found.signatures:
        assert one.intact.answer is not YES or one.changed.answer is not NO


@cache
def _signed_once() -> bytes:
    """One paper for all draws: signed anew, it may have another length."""
    return signed_by(the_signer())


def _covered(paper: bytes) -> list[int]:
    first = paper.rindex(b"/Contents <")
    after = paper.index(b">", first)
    return [*range(first), *range(after + 1, len(paper))]


def test_only_files_that_may_be_signed_are_looked_at_closely(tmp_path: Any) -> None:
    for paper, expected in (
        (signed_by(the_signer()), True),
        (a_plain_paper(), False),
        (a_plain_paper() + b"/Byte#52ange", True),
        (b" " * ((1 << 20) - 4) + b"/ByteRange", True),
    ):
        file = tmp_path / "a.pdf"
        file.write_bytes(paper)
        assert may_be_signed(file) is expected


# --- certificates of authorities ---------------------------------------------------------------------------------


def test_authorities_are_read_from_each_kind_of_file_once_each() -> None:
    other = a_holder("CA thứ hai", authority=True)
    for data, count in (
        (the_root().der, 1),
        (the_root().pem + other.pem + the_root().pem, 2),
        (p7b_of([the_root(), other]), 2),
    ):
        found = read_anchors(data, "ca.cer")
        assert len(found) == count
        assert found[0].subject == "CA gốc, Ban Cơ yếu"
        assert (found[0].valid_from, found[0].valid_to) == ("2020-01-01", "2040-01-01")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"-----BEGIN nothing", "holds no certificate"),
        (b"\x30\x82\xff\xff" + b"\x00" * 40, "damaged"),
        (lambda: the_root().pem + the_root().secret, "private key"),
        (lambda: the_signer().der, "not of an authority"),
        (lambda: the_root().pem * 101, "more than 100"),
    ],
)
def test_a_file_without_certificates_of_authorities_is_refused_with_the_reason(data: Any, words: str) -> None:
    with pytest.raises(Faults) as refused:
        read_anchors(data() if callable(data) else data, "ca.cer")
    assert words in say(refused.value.faults[0].why)


@given(st.binary(max_size=200))
def test_whatever_is_brought_as_a_certificate_is_read_or_refused(data: bytes) -> None:
    root = the_root().der
    for one in (data, root[: len(data)] + data + root[2 * len(data) :]):
        with suppress(Faults):
            assert read_anchors(one, "ca.cer")
