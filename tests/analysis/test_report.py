"""The report that analyses the results of a peer group: sentences from figures, what is written over them, the
paper."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction

import pytest
from django.conf import settings
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from cchc.access.actor import NotPermitted
from cchc.access.permissions import Role
from cchc.analysis.actions.reporting import save_sentences
from cchc.analysis.models import AnalysisDraft
from cchc.analysis.queries.report import analysed_results, standing_draft
from cchc.audit.changed import Changed
from cchc.audit.models import Entry
from cchc.core.scoring.lost import LossAccount
from cchc.core.words.numbers import printed_difference, rounded_number
from cchc.cycles.policies import SIGHT_OF_ALL
from cchc.cycles.queries import peer_groups
from cchc.results.exchange.analysed import (
    AnalysedResults,
    AnalysedYear,
    KeptSentence,
    LossSection,
    LossSentence,
    SentenceWay,
    kept_after,
    shown_sentences,
)
from cchc.results.exchange.drawn_losses import DrawnLoss, drawn_losses
from cchc.results.exchange.loss_report import (
    analysis_report,
    pictures_of_losses,
    standard_analysis_report,
    trial_analysis_report,
)
from cchc.results.exchange.loss_sentences import sentences_of
from cchc.results.queries.accounts import current_run
from tests.builders import POINTS, a_member, a_scored_cycle, an_actor, imported
from tests.documents.decree30 import paper_faults
from tests.markup import source
from tests.results.test_untold import signed_in

FONTS = settings.NODE_MODULES / "@fontsource" / "be-vietnam-pro" / "files"


# Sentences


def said_by(results: AnalysedResults) -> dict[str, str]:
    """What the figures say, by the keys of the sentences."""
    return {one.key: one.text for one in sentences_of(results)}


def test_the_sentences_say_what_the_figures_say():
    said = said_by(trial_analysis_report().results)
    assert said["chung-diem"] == (
        "Khối Các sở, ban, ngành có 3 đơn vị được đánh giá. Tổng điểm tối đa 30,00; điểm đạt 25,00; điểm mất 5,00, "
        "bằng 16,7 % điểm tối đa."
    )
    assert said["chung-chi-so"] == (
        "Chỉ số bình quân của 3 đơn vị là 83,33 %; cao nhất là Sở Nội vụ (100,00 %), thấp nhất là Sở Y tế (70,00 %)."
    )
    assert said["cac-nam-thay-doi"] == (
        "Bình quân một đơn vị mất 1,67 điểm, giảm 0,33 điểm so với năm 2024 (2,00 điểm); hai năm tính theo cùng một "
        "cách."
    )


def test_a_difference_is_that_of_the_figures_printed_beside_it():
    years = (AnalysedYear(2024, Fraction("1.004")), AnalysedYear(2025, Fraction("2.346")))
    said = said_by(replace(trial_analysis_report().results, years=years))["cac-nam-thay-doi"]
    assert "mất 2,35 điểm, tăng 1,35 điểm so với năm 2024 (1,00 điểm)" in said


@given(st.fractions(0, 100), st.fractions(0, 100), st.integers(0, 4))
def test_what_is_printed_of_a_difference_is_what_a_reader_reckons(now, before, places):
    found = printed_difference(now, before, places)
    assert rounded_number(found, places) == found
    assert rounded_number(now, places) - found == rounded_number(before, places)
    assert abs(found - (now - before)) <= Fraction(1, 10**places)


def test_the_units_stand_with_their_rank_before_and_now():
    report = trial_analysis_report()
    said = said_by(report.results)["don-vi-doi-hang"]
    assert said == (
        "So với năm trước, 1 đơn vị tăng hạng (Sở Tài chính: 3 → 2); 1 đơn vị giảm hạng (Sở Y tế: 2 → 3); 1 đơn vị "
        "giữ hạng."
    )
    cells = texts_of(analysis_report(report, standard_analysis_report()))
    assert "Hạng: năm trước → năm nay" in cells
    assert "3 → 2" in cells
    alone = replace(
        report.results, units=tuple(replace(one, rank_before=None) for one in report.results.units)
    )
    cells = texts_of(analysis_report(replace(report, results=alone), standard_analysis_report()))
    assert "Hạng: năm trước → năm nay" not in cells


def test_every_sentence_has_a_name_of_its_own():
    results = trial_analysis_report().results
    (criterion,) = results.criteria
    results = replace(results, everywhere=(criterion,), once=(criterion,))
    shown = shown_sentences(sentences_of(results), {"gi-do": KeptSentence("de_xuat", "Tự viết.", {})})
    names = [one.name for one in shown]
    assert len(set(names)) == len(names)
    assert all(names)


def test_across_a_change_of_formula_the_report_gives_no_difference():
    results = replace(trial_analysis_report().results, years=(), apart=(2023, 2024))
    said = said_by(results)
    assert "cac-nam-thay-doi" not in said
    assert "2023, 2024" in said["cac-nam-khac-cach-tinh"]


def test_where_nothing_was_lost_nothing_is_said_of_losses():
    full = LossAccount(Fraction(30), Fraction(0), Fraction(30), Fraction(0), Fraction(0))
    results = replace(
        trial_analysis_report().results,
        account=full,
        domains=(),
        criteria=(),
        reasons=(),
        agencies=(),
        years=(),
        units=tuple(replace(one, rank_before=None) for one in trial_analysis_report().results.units),
    )
    assert {one.section for one in sentences_of(results)} == {LossSection.WHOLE}
    assert pictures_of_losses(results, FONTS) == (None, None)
    assert analysis_report(replace(trial_analysis_report(), results=results), standard_analysis_report())


keys = st.sampled_from("abcde")
figures = st.dictionaries(st.sampled_from(("Điểm mất", "Số đơn vị")), st.sampled_from("123"), max_size=2)
made_ones = st.dictionaries(keys, st.tuples(st.sampled_from(("Mất 1.", "Mất 2.")), figures)).map(
    lambda some: [LossSentence(key, LossSection.WHOLE, text, held) for key, (text, held) in some.items()]
)
kept_ones = st.dictionaries(
    keys, st.builds(KeptSentence, st.just("chung"), st.sampled_from(("", "Tự viết.", "Viết khác.")), figures)
)
typed = st.dictionaries(keys, st.sampled_from(("", "Tự viết.", "Mất 1.", "Mất 2.")))


@given(made_ones, kept_ones, typed, st.dictionaries(keys, st.sampled_from(list(SentenceWay))), made_ones)
def test_what_was_written_stays_and_everything_else_follows_the_figures(made, kept, texts, ways, later):
    before = {one.key: one for one in shown_sentences(made, kept)}
    texts = {key: text for key, text in texts.items() if key in before}
    after = kept_after(made, kept, texts, ways)
    shown = {one.key: one for one in shown_sentences(made, after)}
    for key, one in before.items():
        text = texts.get(key, one.text)
        if key in after:
            assert shown[key].text == text
        else:  # as the figures make it, if they still do
            assert key not in shown or shown[key].text == shown[key].made
    # said again, nothing changes
    again = {key: one.text for key, one in shown.items()}
    assert kept_after(made, after, again, {}) == after
    # other figures: what was written stays, the rest follows
    now = {one.key: one for one in later}
    for one in shown_sentences(later, after):
        if one.key in after:
            assert one.text == after[one.key].text
            then = {name: value for name, value, _now in one.changed}
            figures_now = now[one.key].figures if one.key in now else {}
            same = {name for name in {*after[one.key].figures, *figures_now} if name not in then}
            assert all(after[one.key].figures.get(name) == figures_now.get(name) for name in same)
        else:
            assert (one.text, one.changed) == (now[one.key].text, ())


# The paper


def texts_of(content: bytes) -> list[str]:
    """What the paper says, paragraphs and cells."""
    page = Document(io.BytesIO(content))
    cells = [cell.text for table in page.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in page.paragraphs] + cells


def test_the_paper_has_the_form_of_the_decree_its_tables_and_its_pictures():
    report = trial_analysis_report()
    domains, criteria = pictures_of_losses(report.results, FONTS)
    report = replace(report, domain_picture=domains, criterion_picture=criteria)
    content = analysis_report(report, standard_analysis_report())
    assert paper_faults(content) == []
    said = texts_of(content)
    assert "Phân tích kết quả Chỉ số cải cách hành chính năm 2025 – Các sở, ban, ngành" in said
    assert len(Document(io.BytesIO(content)).inline_shapes) == 2
    assert "Số liệu tạm tính: kết quả chưa công bố." not in said
    assert content == analysis_report(report, standard_analysis_report())
    early = analysis_report(replace(report, is_provisional=True), standard_analysis_report())
    assert "Số liệu tạm tính: kết quả chưa công bố." in texts_of(early)


def test_a_picture_has_a_row_for_each_bar_and_the_same_rows_give_the_same_bytes():
    rows = [
        DrawnLoss(f"{place}. Tiêu chí", Fraction(9 - place), "…", Fraction(place * 20)) for place in range(4)
    ]
    one, other = drawn_losses(rows, FONTS), drawn_losses(rows[:2], FONTS)
    sizes = [Image.open(io.BytesIO(png)).size for png in (one, other)]
    assert sizes[0][1] - sizes[1][1] == 2 * 44
    assert one == drawn_losses(rows, FONTS)
    with pytest.raises(ValueError, match="rows"):
        drawn_losses([], FONTS)


# The page


def at(cycle, rest: str = "bao-cao/") -> str:
    """The address of the report of `cycle`."""
    return f"/phan-tich/{cycle.province_id}/{cycle.year}/{rest}"


def figures_of(cycle) -> AnalysedResults:
    """The figures of the first peer group."""
    group = peer_groups(cycle)[0]
    return analysed_results(SIGHT_OF_ALL, cycle, group, current_run(cycle), [cycle])


def typed_into(page, **texts: str) -> dict[str, str]:
    """What the form of the page sends, some sentences written over."""
    form = page.context["form"]
    sent = {"seen": form["seen"].value()}
    for one, text, way in form.sentences():
        sent[text.html_name] = texts.get(one.key.replace("-", "_"), text.value())
        if way is not None:
            sent[way.html_name] = SentenceWay.KEEP.value
    return sent


@pytest.mark.django_db
def test_what_is_written_over_stays_while_the_figures_change_and_the_page_says_which_did():
    cycle = a_scored_cycle()
    imported(cycle)
    client = signed_in(a_member(Role.COORDINATOR))
    page = client.get(at(cycle))
    assert not page.context["changed"]
    answer = client.post(at(cycle, "bao-cao/luu/"), typed_into(page, chung_diem="Câu của chúng tôi."))
    assert answer.status_code == 302
    draft = standing_draft(cycle, "Các sở")
    assert (draft.number, list(draft.sentences)) == (1, ["chung-diem"])
    before = said_by(figures_of(cycle))

    imported(cycle, POINTS.replace("Sở Nội vụ;9;10", "Sở Nội vụ;5;10"), name="lan-hai.csv")
    now = said_by(figures_of(cycle))
    assert now["linh-vuc-nhieu-nhat"] != before["linh-vuc-nhieu-nhat"]
    page = client.get(at(cycle))
    assert page.context["changed"] == 1
    own = next(one for one in page.context["form"].shown if one.key == "chung-diem")
    assert own.text == "Câu của chúng tôi."
    assert {name for name, _then, _now in own.changed} == {"Điểm đạt", "Điểm mất", "Tỷ lệ mất"}
    assert own.made == now["chung-diem"]
    said = texts_of(client.get(at(cycle, "bao-cao.docx")).content)
    assert "- Câu của chúng tôi." in said
    assert f"- {now['linh-vuc-nhieu-nhat']}" in said

    sent = typed_into(page)
    sent["cach-chung-diem"] = SentenceWay.CHECKED.value
    client.post(at(cycle, "bao-cao/luu/"), sent)
    page = client.get(at(cycle))
    assert (page.context["changed"], page.context["draft"].number) == (0, 2)
    sent = typed_into(page)
    sent["cach-chung-diem"] = SentenceWay.AGAIN.value
    client.post(at(cycle, "bao-cao/luu/"), sent)
    assert standing_draft(cycle, "Các sở").sentences == {}
    assert [one.number for one in AnalysisDraft.objects.filter(cycle=cycle)] == [1, 2, 3]


@pytest.mark.django_db
def test_saving_what_stands_changes_nothing_and_an_emptied_sentence_is_left_out():
    cycle = a_scored_cycle()
    imported(cycle)
    client = signed_in(a_member(Role.COORDINATOR))
    client.post(at(cycle, "bao-cao/luu/"), typed_into(client.get(at(cycle))))
    assert not AnalysisDraft.objects.exists()
    assert not Entry.objects.filter(verb="analysis.sentences_saved").exists()
    client.post(at(cycle, "bao-cao/luu/"), typed_into(client.get(at(cycle)), chung_diem=""))
    said = texts_of(client.get(at(cycle, "bao-cao.docx")).content)
    assert not any(text.startswith("- Khối ") for text in said)


@pytest.mark.django_db
def test_two_people_who_save_meet_each_other_and_nothing_is_lost():
    cycle = a_scored_cycle()
    imported(cycle)
    one, other = (signed_in(a_member(Role.COORDINATOR)) for _ in range(2))
    page = other.get(at(cycle))
    one.post(at(cycle, "bao-cao/luu/"), typed_into(one.get(at(cycle)), chung_diem="Câu thứ nhất."))
    answer = other.post(at(cycle, "bao-cao/luu/"), typed_into(page, chung_diem="Câu thứ hai."))
    assert answer.status_code == 409
    body = source(answer)
    assert "Câu thứ nhất." in body
    assert "Câu thứ hai." in body
    assert standing_draft(cycle, "Các sở").sentences["chung-diem"]["text"] == "Câu thứ nhất."
    again = answer.context["form"].data
    assert other.post(at(cycle, "bao-cao/luu/"), again).status_code == 302
    assert standing_draft(cycle, "Các sở").sentences["chung-diem"]["text"] == "Câu thứ hai."


@pytest.mark.django_db
def test_too_long_a_sentence_is_refused_at_its_field_and_keeps_what_was_typed():
    cycle = a_scored_cycle()
    imported(cycle)
    client = signed_in(a_member(Role.COORDINATOR))
    answer = client.post(at(cycle, "bao-cao/luu/"), typed_into(client.get(at(cycle)), chung_diem="a" * 5000))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["cau-chung-diem"]
    assert "a" * 5000 in source(answer)
    assert not AnalysisDraft.objects.exists()


@pytest.mark.django_db
def test_the_report_is_the_province_s_alone_and_only_who_may_writes_into_it():
    cycle = a_scored_cycle()
    imported(cycle)
    head = signed_in(a_member(Role.UNIT_HEAD, unit=cycle.participants.get(name="Sở Y tế").unit))
    assert [head.get(at(cycle, one)).status_code for one in ("bao-cao/", "bao-cao.docx")] == [404, 404]
    leader = signed_in(a_member(Role.LEADER))
    page = leader.get(at(cycle))
    assert (page.status_code, "<textarea" in source(page)) == (200, False)
    assert leader.post(at(cycle, "bao-cao/luu/"), typed_into(page)).status_code == 404
    results = figures_of(cycle)
    with pytest.raises(NotPermitted):
        save_sentences(
            by=an_actor(Role.LEADER), cycle=cycle, group="Các sở", made=sentences_of(results),
            texts={"chung-diem": "Khác."}, ways={}, seen=0,
        )  # fmt: skip
    with pytest.raises(Changed):
        save_sentences(
            by=an_actor(Role.COORDINATOR), cycle=cycle, group="Các sở", made=sentences_of(results),
            texts={"chung-diem": "Khác."}, ways={}, seen=7,
        )  # fmt: skip
