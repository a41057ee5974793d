"""One directory of names: what each wording of the table means, with its confidence and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc.core.papers.answers import Reason
from cchc.core.papers.directory import Directory, KnownUnit, Succession
from cchc.core.papers.matching import match, means_somebody
from cchc.core.papers.spellings import title_and_name
from cchc.core.words.names import spelling_key
from tests.wordings import Expected, answer_of, directory, known_units, wordings

IDS = {unit.id: unit.id for unit in known_units()}


@pytest.mark.parametrize("expected", wordings(), ids=str)
def test_a_wording_means_its_units_on_a_day_with_confidence_and_reason(expected: Expected) -> None:
    found = match(expected.wording, directory(), expected.day)
    assert answer_of(found, IDS) == expected.answer


def test_a_word_of_the_table_that_is_sure_is_one_that_no_office_may_take_as_its_name() -> None:
    sure = [one.wording for one in wordings() if one.confidence == "sure"]
    assert [wording for wording in sure if not means_somebody(wording, directory())] == []


# --- every unit of the list ---------------------------------------------------------------------------------

DAYS = (date(2024, 12, 31), date(2025, 12, 31))
THERE = [(unit, day) for day in DAYS for unit in known_units() if unit.is_valid(day)]


@pytest.mark.parametrize(
    "written",
    [str, str.upper, str.lower, lambda name: f"  {name};", lambda name: name.replace("òa", "oà")],
)
def test_a_printed_name_always_means_the_unit_of_the_day_that_bears_it(written: Callable[[str], str]) -> None:
    for unit, day in THERE:
        bearers = {one.id for one, on in THERE if on == day and one.name == unit.name}
        found = match(written(unit.name), directory(), day)
        assert (set(found.units), found.reason) == (bearers, "name" if len(bearers) == 1 else "several")


def test_the_office_of_a_commune_is_the_commune_and_its_kind_decides() -> None:
    for unit, day in THERE:
        title, bare = title_and_name(unit.name)
        if title:
            for office in ("UBND", "Ủy ban nhân dân", "uỷ ban nhân dân"):
                assert match(f"{office} {title} {bare}", directory(), day).units == (unit.id,)
            alone = match(bare, directory(), day)
            bearers = {one.id for one, on in THERE if on == day and title_and_name(one.name)[1] == bare}
            if bare != spelling_key("Trung tâm"):  # a word for many agencies is no name by itself
                assert set(alone.units) == bearers
                assert (alone.confidence == "sure") == (len(bearers) == 1)


def test_without_a_day_units_that_go_on_are_meant() -> None:
    assert match("Sở Xây dựng", directory()).units == ("xd1",)
    assert match("Sở GTVT", directory()).units == ("xd1",)


# --- codes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wording", "code", "expected"),
    [
        ("", "SNV", (("nv",), "sure", "code")),
        ("Sở Nội vụ", "snv", (("nv",), "sure", "code")),
        ("tên chưa rõ", "SNV", (("nv",), "sure", "code")),
        ("Sở LĐTBXH", "SNV", (("nv",), "sure", "code")),
        ("Sở Tư pháp", "SNV", (("nv", "tp"), "unsure", "several")),
        ("Sở Tư pháp", "STP", (("tp",), "sure", "name")),
        ("Sở Nội vụ", "H99", ((), "unsure", "unknown")),
        ("tên chưa rõ", "H99", ((), "unsure", "unknown")),
    ],
)
def test_a_code_beside_a_name_decides_unless_they_mean_different_units(
    wording: str, code: str, expected: tuple[tuple[str, ...], str, str]
) -> None:
    found = match(wording, directory(), DAYS[1], code=code)
    assert (found.units, found.confidence, found.reason) == expected


# --- among some units ---------------------------------------------------------------------------------------


def test_only_units_asked_for_are_meant_and_others_are_named_in_the_reason() -> None:
    def among(wording: str, *within: str) -> tuple[tuple[str, ...], str]:
        found = match(wording, directory(), DAYS[1], within=within)
        return found.units, found.reason.value

    assert among("Tân Lập", "tanlap", "nv") == (("tanlap",), "title")
    assert among("UBND phường Tân Lập", "tanlap", "nv") == ((), "not_among")
    assert among("Sở GTVT", "xd1") == (("xd1",), "succeeded")
    assert among("Sở GTVT", "nv") == (("gtvt",), "ended")
    assert among("Các sở tham mưu", "nv") == (("nv",), "group")
    assert among("Sở Ngoại vụ", "nv") == ((), "unknown")
    assert str(match("Xã Tân Lập", directory(), DAYS[1], within=["nv"]).why) == (
        "Xã Tân Lập is a unit of the list, but not one of those asked for here"
    )


def test_units_asked_for_are_meant_whatever_the_day() -> None:
    assert match("Sở Xây dựng", directory(), DAYS[1], within=["xd0"]).units == ("xd0",)
    assert match("Sở Xây dựng", directory(), DAYS[1], within=["xd0", "xd1"]).reason == "several"


# --- whom the reader may mean -------------------------------------------------------------------------------

TAKING = ("Sở Y tế", "Sở Ngoại vụ", "Các sở, ban, ngành", "UBND cấp xã", "Công an huyện", "SNgV")


def with_offices(own: str | None, *names: str) -> Directory:
    """The directory with offices of these names inside a commune."""
    offices = tuple(
        KnownUnit(f"office{at}", name, kind="division", parent="hoabinh") for at, name in enumerate(names)
    )
    return replace(directory(own), units=(*known_units(), *offices))


@pytest.mark.parametrize("own", ["tinh", "nv", "ptanlap", "ktetl"])
def test_an_office_of_a_commune_named_like_a_body_is_never_surely_meant_by_others(own: str) -> None:
    for wording in TAKING:
        found = match(wording, with_offices(own, *TAKING), DAYS[1])
        offices = [unit for unit in found.units if unit.startswith("office")]
        assert not offices or (found.confidence, found.reason) == ("unsure", "elsewhere")
        before = match(wording, directory(own), DAYS[1])
        if before.units:
            assert (found.units, found.reason) == (before.units, before.reason)


@pytest.mark.parametrize("own", ["hoabinh", "ktehb", None])
def test_an_office_is_meant_from_inside_its_body_and_where_nobody_is_known_to_speak(own: str | None) -> None:
    found = match("Sở Ngoại vụ", with_offices(own, "Sở Ngoại vụ"), DAYS[1])
    assert (found.units, found.confidence, found.reason) == (("office0",), "sure", "name")


def test_an_office_elsewhere_is_named_with_its_body() -> None:
    found = match("Trung tâm Một cửa", with_offices("nv", "Trung tâm Một cửa"), DAYS[1])
    assert (found.units, str(found.why)) == (("office0",), "an office of this name inside Xã Hòa Bình")
    with_its_body = match("Trung tâm Một cửa xã Hoà Bình", with_offices("nv", "Trung tâm Một cửa"), DAYS[1])
    assert (with_its_body.units, with_its_body.reason) == (("office0",), "parent")


def test_the_offices_of_a_commune_stay_its_own_through_a_merger() -> None:
    old = KnownUnit("office", "Trung tâm Một cửa", kind="division", parent="thacba")
    known = replace(directory("hoabinh"), units=(*known_units(), old))
    assert match("Trung tâm Một cửa", known, DAYS[1]).confidence == "sure"
    assert match("Trung tâm Một cửa", replace(known, own="tanlap"), DAYS[1]).reason == "elsewhere"


PIECES = (
    "Sở", "UBND", "xã", "phường", "Tân Lập", "Hòa Bình", "Phòng Kinh tế", "Nội vụ", "tỉnh", "và", "các", "TP.", "P.",
    "(xã)",
)  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join)


@given(
    WORDS | st.sampled_from([one.wording for one in wordings()]),
    st.sampled_from([None, "tinh", "nv", "hoabinh", "ktetl"]),
    st.sampled_from([None, *DAYS]),
    st.none() | st.sets(st.sampled_from(sorted(IDS)), max_size=8),
)
def test_a_sure_answer_rests_on_units_that_the_reader_may_mean(
    wording: str, own: str | None, day: date | None, within: set[str] | None
) -> None:
    known = directory(own)
    found = match(wording, known, day, within=within)
    assert set(found.units) <= IDS.keys()
    if found.confidence == "sure":
        for unit in map(known.by_id.__getitem__, found.units):
            assert unit.is_valid(day) if within is None else unit.id in within
            assert found.reason in ("parent", "remembered", "group") or not known.is_elsewhere(unit)


def test_an_old_name_tells_its_successor_where_a_namesake_ended_later_and_where_it_is_not_asked_for() -> None:
    first, later, today = date(2025, 3, 1), date(2025, 7, 1), date(2026, 12, 31)
    name = "Sở Giao thông vận tải"
    own = (
        KnownUnit("old", name, valid_until=first),
        KnownUnit("new", "Sở Xây dựng"),
        KnownUnit("y", "Sở Y tế"),
    )
    steps = (Succession("old", "new", first),)
    namesakes = Directory((*own, KnownUnit("elsewhere", name, valid_until=later)), successions=steps)
    asked = match(name, namesakes, today, within={"new", "y"})
    assert (asked.units, asked.reason) == (("new",), Reason.SUCCEEDED)
    left = match(name, Directory(own, successions=steps), today, within={"y"})
    assert (left.reason, "Sở Xây dựng" in str(left.why)) == (Reason.ENDED, True)
