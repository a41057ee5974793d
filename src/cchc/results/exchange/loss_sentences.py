"""The sentences of the report that analyses the results of a peer group, each made from figures by a template. Like
every paper of an office they are in Vietnamese."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from cchc.core.words.numbers import printed_difference
from cchc.results.exchange.analysed import (
    AnalysedCriterion,
    AnalysedResults,
    AnalysedUnit,
    LossSection,
    LossSentence,
    key_of,
    points_text,
    share_text,
)

MOST_NAMED = 3
MOST_LISTED = 5


def sentences_of(results: AnalysedResults) -> tuple[LossSentence, ...]:
    """Return what the figures say, section by section; what they do not say is no sentence."""
    return tuple(
        one
        for section in (_whole, _domains, _criteria, _reasons, _agencies, _units, _years, _proposals)
        for one in section(results)
    )


def _whole(results: AnalysedResults) -> Iterator[LossSentence]:
    account = results.account
    figures = {
        "Số đơn vị": str(len(results.units)),
        "Điểm tối đa": points_text(account.maximum),
        "Điểm đạt": points_text(account.points),
        "Điểm mất": points_text(account.lost),
        "Tỷ lệ mất": f"{share_text(account.share)} %",
    }
    bonus = f" (trong đó điểm thưởng {points_text(account.bonus)})" if account.bonus else ""
    pending = f" Còn {points_text(account.pending)} điểm chưa chấm." if account.pending else ""
    if account.bonus:
        figures["Điểm thưởng"] = points_text(account.bonus)
    if account.pending:
        figures["Điểm chưa chấm"] = points_text(account.pending)
    yield LossSentence(
        "chung-diem", LossSection.WHOLE,
        f"Khối {results.group} có {figures['Số đơn vị']} đơn vị được đánh giá. Tổng điểm tối đa "
        f"{figures['Điểm tối đa']}; điểm đạt {figures['Điểm đạt']}{bonus}; điểm mất {figures['Điểm mất']}, "
        f"bằng {figures['Tỷ lệ mất']} điểm tối đa.{pending}",
        figures,
    )  # fmt: skip
    known = sorted(
        ((one.index, one.name) for one in results.units if one.index is not None), key=lambda one: -one[0]
    )
    if len(known) > 1:
        mean = sum((index for index, _name in known), Fraction(0)) / len(known)
        (high, best), (low, last) = known[0], known[-1]
        yield LossSentence(
            "chung-chi-so", LossSection.WHOLE,
            f"Chỉ số bình quân của {len(known)} đơn vị là {points_text(mean)} %; cao nhất là {best} "
            f"({points_text(high)} %), thấp nhất là {last} ({points_text(low)} %).",
            {
                "Chỉ số bình quân": f"{points_text(mean)} %",
                "Cao nhất": f"{best}, {points_text(high)} %",
                "Thấp nhất": f"{last}, {points_text(low)} %",
            },
        )  # fmt: skip
    if some := [(name, count) for name, count in results.grades if count]:
        said = "; ".join(f"{name}: {count} đơn vị" for name, count in some)
        yield LossSentence(
            "chung-xep-loai",
            LossSection.WHOLE,
            f"Xếp loại: {said}.",
            {name: str(count) for name, count in some},
        )


def _domains(results: AnalysedResults) -> Iterator[LossSentence]:
    lost = sorted((one for one in results.domains if one.account.lost), key=lambda one: -one.account.lost)
    if not lost:
        return
    most, whole = lost[0], results.account.lost
    yield LossSentence(
        "linh-vuc-nhieu-nhat", LossSection.DOMAINS,
        f"Lĩnh vực mất nhiều điểm nhất là “{most.name}”: {points_text(most.account.lost)} điểm, chiếm "
        f"{share_text(most.account.lost / whole * 100)} % tổng điểm mất.",
        {"Lĩnh vực mất nhiều nhất": most.name, "Điểm mất của lĩnh vực đó": points_text(most.account.lost)},
    )  # fmt: skip
    rated = sorted(
        ((one.account.share, one) for one in results.domains if one.account.share is not None),
        key=lambda pair: -pair[0],
    )
    if len(rated) > 1:
        (high, first), (low, last) = rated[0], rated[-1]
        yield LossSentence(
            "linh-vuc-ty-le", LossSection.DOMAINS,
            f"So với điểm tối đa của từng lĩnh vực, tỷ lệ mất cao nhất ở lĩnh vực “{first.name}” "
            f"({share_text(high)} %), thấp nhất ở lĩnh vực “{last.name}” ({share_text(low)} %).",
            {
                "Tỷ lệ mất cao nhất": f"{first.name}, {share_text(high)} %",
                "Tỷ lệ mất thấp nhất": f"{last.name}, {share_text(low)} %",
            },
        )  # fmt: skip


def _criteria(results: AnalysedResults) -> Iterator[LossSentence]:
    few = [one for one in results.criteria if one.among_few]
    if few:
        top = "; ".join(
            f"{one.number} “{one.name}” ({points_text(one.lost)} điểm)" for one in few[:MOST_NAMED]
        )
        yield LossSentence(
            "tieu-chi-phan-lon", LossSection.CRITERIA,
            f"{len(few)} trong {len(results.criteria)} tiêu chí có điểm mất chiếm "
            f"{share_text(few[-1].together)} % tổng điểm mất. Mất nhiều nhất: {top}.",
            {
                "Số tiêu chí chiếm phần lớn": f"{len(few)}/{len(results.criteria)}",
                "Tỷ lệ cộng dồn": f"{share_text(few[-1].together)} %",
                "Mất nhiều nhất": "; ".join(
                    f"{one.number}: {points_text(one.lost)}" for one in few[:MOST_NAMED]
                ),
            },
        )  # fmt: skip
    if results.everywhere:
        yield LossSentence(
            "tieu-chi-moi-don-vi", LossSection.CRITERIA,
            f"Có {len(results.everywhere)} tiêu chí mà đơn vị nào được áp dụng cũng mất điểm: "
            f"{_named(results.everywhere)}.",
            {"Tiêu chí đơn vị nào cũng mất": _numbers(results.everywhere)},
        )  # fmt: skip
    if results.once:
        said = "; ".join(
            f"{one.number} “{one.name}” ({one.losers[0]})" for one in results.once[:MOST_LISTED] if one.losers
        )
        yield LossSentence(
            "tieu-chi-mot-don-vi", LossSection.CRITERIA,
            f"Có {len(results.once)} tiêu chí chỉ một đơn vị mất điểm: {said}{_rest(results.once)}.",
            {"Tiêu chí một đơn vị mất": _numbers(results.once)},
        )  # fmt: skip


def _reasons(results: AnalysedResults) -> Iterator[LossSentence]:
    if results.reasons:
        said = "; ".join(
            f"{one.name} ({points_text(one.lost)} điểm, {share_text(one.share)} %)"
            for one in results.reasons[:MOST_NAMED]
        )
        yield LossSentence(
            "ly-do-chu-yeu", LossSection.REASONS, f"Lý do mất điểm chủ yếu: {said}.",
            {one.name: points_text(one.lost) for one in results.reasons[:MOST_NAMED]},
        )  # fmt: skip


def _agencies(results: AnalysedResults) -> Iterator[LossSentence]:
    named = [one for one in results.agencies if one.name]
    if named:
        said = "; ".join(
            f"{one.name} ({points_text(one.lost)} điểm, {share_text(one.share)} %, {one.criteria} tiêu chí)"
            for one in named[:MOST_NAMED]
        )
        yield LossSentence(
            "co-quan-phu-trach", LossSection.AGENCIES,
            f"Theo cơ quan phụ trách tiêu chí, điểm mất tập trung ở: {said}.",
            {one.name: points_text(one.lost) for one in named[:MOST_NAMED]},
        )  # fmt: skip


def _units(results: AnalysedResults) -> Iterator[LossSentence]:
    yield from _most_and_least(results)
    moved = [(one.climbed, one) for one in results.units if one.climbed is not None]
    up = sorted(((by, one) for by, one in moved if by > 0), key=lambda pair: -pair[0])
    down = sorted(((by, one) for by, one in moved if by < 0), key=lambda pair: pair[0])
    if up or down:
        same = len(moved) - len(up) - len(down)
        said = [
            f"{len(up)} đơn vị tăng hạng{_climbers(up)}",
            f"{len(down)} đơn vị giảm hạng{_climbers(down)}",
        ]
        yield LossSentence(
            "don-vi-doi-hang", LossSection.UNITS,
            f"So với năm trước, {'; '.join(said)}; {same} đơn vị giữ hạng.",
            {
                "Tăng hạng": "; ".join(f"{one.name}: {one.ranks}" for _by, one in up) or "0",
                "Giảm hạng": "; ".join(f"{one.name}: {one.ranks}" for _by, one in down) or "0",
            },
        )  # fmt: skip


def _climbers(moved: Sequence[tuple[int, AnalysedUnit]]) -> str:
    named = "; ".join(f"{one.name}: {one.ranks}" for _by, one in moved[:MOST_NAMED])
    more = " …" if len(moved) > MOST_NAMED else ""
    return f" ({named}{more})" if moved else ""


def _most_and_least(results: AnalysedResults) -> Iterator[LossSentence]:
    rated = sorted(
        ((one.account.share, one) for one in results.units if one.account.share is not None),
        key=lambda pair: -pair[0],
    )
    if len(rated) <= MOST_NAMED:
        return
    most = "; ".join(f"{one.name} ({share_text(share)} %)" for share, one in rated[:MOST_NAMED])
    least = "; ".join(f"{one.name} ({share_text(share)} %)" for share, one in rated[: -MOST_NAMED - 1 : -1])
    yield LossSentence(
        "don-vi-nhieu-it", LossSection.UNITS,
        f"So với điểm tối đa, các đơn vị mất nhiều nhất: {most}; mất ít nhất: {least}.",
        {"Mất nhiều nhất": most, "Mất ít nhất": least},
    )  # fmt: skip


def _years(results: AnalysedResults) -> Iterator[LossSentence]:
    if len(results.years) > 1:
        before, now = results.years[-2:]
        change = printed_difference(now.mean, before.mean)
        way = "tăng" if change > 0 else "giảm"
        moved = f"{way} {points_text(abs(change))} điểm so với" if change else "bằng"
        yield LossSentence(
            "cac-nam-thay-doi", LossSection.YEARS,
            f"Bình quân một đơn vị mất {points_text(now.mean)} điểm, {moved} năm {before.year} "
            f"({points_text(before.mean)} điểm); hai năm tính theo cùng một cách.",
            {f"Bình quân năm {one.year}": points_text(one.mean) for one in (before, now)},
        )  # fmt: skip
    elif results.apart:
        said = ", ".join(map(str, results.apart))
        yield LossSentence(
            "cac-nam-khac-cach-tinh", LossSection.YEARS,
            f"Không so sánh điểm mất với năm {said}, vì các năm đó tính theo cách khác hoặc chia khối khác.",
            {"Năm không so sánh": said},
        )  # fmt: skip


OF_REASONS = {
    "late": "Để không mất điểm vì quá hạn ({lost} điểm), các đơn vị đăng ký thời hạn từng nhiệm vụ ngay từ đầu năm, "
    "theo dõi hằng tháng và báo cáo trước hạn.",
    "missing_evidence": "Để không mất điểm vì thiếu tài liệu kiểm chứng ({lost} điểm), các đơn vị lưu tài liệu ngay "
    "khi hoàn thành nhiệm vụ, không chờ đến lúc tự chấm.",
    "not_done": "Đối với nội dung chưa thực hiện ({lost} điểm), các đơn vị đưa vào kế hoạch năm sau, nêu rõ người phụ "
    "trách và thời hạn.",
    "ratio": "Đối với các tỷ lệ chưa đạt ({lost} điểm), các đơn vị giao chỉ tiêu theo quý và rà soát tiến độ hằng quý.",
    "survey": "Đối với điểm mất theo kết quả điều tra xã hội học ({lost} điểm), các đơn vị rà soát ý kiến người trả "
    "lời và công khai việc khắc phục.",
    "wrong_authority": "Đối với văn bản ban hành sai thẩm quyền ({lost} điểm), cơ quan tư pháp rà soát trước khi ký.",
}


def _proposals(results: AnalysedResults) -> Iterator[LossSentence]:
    if results.everywhere:
        counts: dict[str, int] = {}
        for one in results.everywhere:
            counts[one.agency] = counts.get(one.agency, 0) + 1
        said = "; ".join(
            f"{agency or 'cơ quan chưa được nêu'} ({count} tiêu chí)" for agency, count in counts.items()
        )
        yield LossSentence(
            "de-xuat-moi-don-vi", LossSection.PROPOSALS,
            "Đối với tiêu chí mà đơn vị nào cũng mất điểm, cơ quan phụ trách rà soát cách tính, hướng dẫn và điều kiện "
            f"thực hiện: {said}.",
            {"Số tiêu chí theo cơ quan": said},
        )  # fmt: skip
    if results.once:
        yield LossSentence(
            "de-xuat-mot-don-vi", LossSection.PROPOSALS,
            "Đối với tiêu chí chỉ một đơn vị mất điểm, đơn vị đó học tập cách làm của các đơn vị còn lại và khắc phục "
            "ngay trong năm.",
            {"Tiêu chí một đơn vị mất": _numbers(results.once)},
        )  # fmt: skip
    for reason in results.reasons:
        if reason.key in OF_REASONS:
            lost = points_text(reason.lost)
            yield LossSentence(
                f"de-xuat-ly-do-{reason.key}", LossSection.PROPOSALS,
                OF_REASONS[reason.key].format(lost=lost), {"Điểm mất": lost},
            )  # fmt: skip
    for agency in [one for one in results.agencies if one.name][:MOST_NAMED]:
        own = [one for one in results.criteria if one.among_few and one.agency == agency.name]
        if own:
            yield LossSentence(
                f"de-xuat-co-quan-{key_of(agency.name)}", LossSection.PROPOSALS,
                f"{agency.name} chủ trì đề xuất giải pháp cho {len(own)} tiêu chí thuộc nhóm mất nhiều điểm: "
                f"{_named(own)}.",
                {"Tiêu chí": _numbers(own), "Điểm mất": points_text(sum((one.lost for one in own), Fraction(0)))},
                f"Đề xuất: {agency.name} chủ trì",
            )  # fmt: skip


def _named(criteria: Sequence[AnalysedCriterion]) -> str:
    said = "; ".join(f"{one.number} “{one.name}”" for one in criteria[:MOST_LISTED])
    return f"{said}{_rest(criteria)}"


def _rest(criteria: Sequence[AnalysedCriterion]) -> str:
    left = len(criteria) - MOST_LISTED
    return f" và {left} tiêu chí khác" if left > 0 else ""


def _numbers(criteria: Sequence[AnalysedCriterion]) -> str:
    return ", ".join(one.number for one in criteria)
