"""What the page of a ranking keeps, compares and tells apart."""

from __future__ import annotations

import io
import zipfile
from fractions import Fraction

import pytest

from cchc.access.permissions import Role
from cchc.cycles import actions as cycle_actions
from cchc.files.tables import read_table
from tests.builders import SCORED, a_member, a_province, a_published_set, a_scored_cycle, an_actor, imported
from tests.markup import source
from tests.results.test_pages import at, questions, unit_id

pytestmark = pytest.mark.django_db

CLOSE = (
    "đơn vị;1.1:done;1.1:total;1.2;2.1:rate;2.2\nSở Nội vụ;9;10;2;80%;2,4\nSở Tài chính;9;10;2;80%;2,4004\n"
)
EARLIER = "đơn vị;1.1;1.2;2.1;2.2\nSở Nội vụ;3;2;1;1\nSở Tài chính;3;2;2;1\nSở Y tế;3;2;2;3\n"


def two_years():
    """Two years of the same units by the same set; the earlier one is scored."""
    before = a_scored_cycle(year=2025)
    imported(before, EARLIER)
    return before, a_scored_cycle(year=2026, province=before.province)


def test_last_years_rank_stands_beside_this_years_and_the_change_where_the_formula_is_the_same(client_of):
    _before, now = two_years()
    imported(now)
    ranking = client_of(Role.LEADER).get(at(now)).context["ranking"]
    shown = {row.name: (row.rank, row.before.rank, row.change and row.change.amount) for row in ranking.rows}
    assert shown == {
        "Sở Nội vụ": (1, 3, Fraction(21)),
        "Sở Tài chính": (2, 2, Fraction(5)),
        "Sở Y tế": (None, 1, None),
    }


def test_across_a_change_of_the_formula_no_difference_is_shown_and_the_page_says_so(client_of):
    other = SCORED.replace('id = "scored"', 'id = "truoc"').replace(
        'rule = "ratio done / total"', 'rule = "ratio done / total; zero below 50%"'
    )
    before = a_scored_cycle(year=2025, version=a_published_set(other))
    imported(before, EARLIER)
    now = a_scored_cycle(year=2026, province=before.province)
    imported(now)
    client = client_of(Role.LEADER)
    answer = client.get(at(now))
    ranking = answer.context["ranking"]
    assert [(row.before.rank, row.change) for row in ranking.rows] == [(3, None), (2, None), (1, None)]
    assert "No change is shown where the index of 2025 was computed by another formula." in source(answer)
    unit = client.get(at(now, f"don-vi/{unit_id(now)}/")).context["unit"]
    assert (unit.change, [year.change for year in unit.years]) == (None, [None, None])
    assert len({row.formula for year in unit.years for row in year.rows}) == 2


def test_the_group_filter_and_order_are_kept_in_the_addresses_of_years_and_files(client_of):
    _before, now = two_years()
    imported(now)
    page = source(client_of(Role.LEADER).get(at(now), {"q": "sở", "xep": "-mat-diem", "xem": "linh-vuc"}))
    kept = "?q=s%E1%BB%9F&amp;xep=-mat-diem&amp;xem=linh-vuc&amp;khoi=C%C3%A1c+s%E1%BB%9F"
    assert f'href="/ket-qua/{now.province_id}/2025/{kept}"' in page
    assert f'href="/ket-qua/{now.province_id}/2026/xep-hang.xlsx{kept}"' in page


def test_the_workbook_has_the_rows_of_the_page_in_its_order(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    asked = {"q": "sở", "xep": "-mat-diem"}
    client = client_of(Role.LEADER)
    shown = [row.name for row in client.get(at(cycle), asked).context["rows"]]
    table = read_table(client.get(at(cycle, "xep-hang.xlsx"), asked).content, "xep-hang.xlsx")
    heading = next(place for place, row in enumerate(table.rows) if "Unit" in row.values)
    column = table.rows[heading].values.index("Unit")
    assert [row.values[column] for row in table.rows[heading + 1 :]] == shown
    assert shown == ["Sở Y tế", "Sở Tài chính", "Sở Nội vụ"]


def test_a_group_of_another_year_leads_to_the_one_where_its_units_are(client_of):
    _before, now = two_years()
    imported(now)
    cycle_actions.set_peer_group(
        by=an_actor(), cycle=now, participants=list(now.participants.all()), peer_group="Các cơ quan"
    )
    client = client_of(Role.LEADER)
    answer = client.get(at(now), {"khoi": "Các sở"})
    assert (answer.status_code, answer.context["group"].name) == (200, "Các cơ quan")
    assert "In 2026 there is no group “Các sở”" in source(answer)
    assert f'href="/ket-qua/{now.province_id}/2025/?khoi=C%C3%A1c+s%E1%BB%9F"' in source(answer)
    assert client.get(at(now), {"khoi": "Khối lạ"}).status_code == 404


def test_a_group_that_a_unit_does_not_see_is_not_said_to_be_missing(client):
    cycle = a_scored_cycle()
    imported(cycle)
    own, other = (cycle.participants.get(name=name) for name in ("Sở Nội vụ", "Sở Tài chính"))
    cycle_actions.set_peer_group(by=an_actor(), cycle=cycle, participants=[other], peer_group="Các ban")
    client.force_login(a_member(Role.UNIT_CLERK, unit=own.unit).person)
    answer = client.get(at(cycle), {"khoi": "Các ban"})
    assert (answer.context["group"].name, answer.context["elsewhere"]) == ("Các sở", "")


def test_the_group_is_kept_in_the_years_of_its_province_alone(client_of):
    _before, now = two_years()
    imported(now)
    other = a_scored_cycle(year=2023, province=a_province("Quảng Bình"))
    page = source(client_of(Role.LEADER).get(at(now)))
    menu = page[: page.index("<main")]
    assert f'href="/ket-qua/{now.province_id}/2025/?khoi=' in menu
    assert f'href="/ket-qua/{other.province_id}/2023/"' in menu


def test_indices_that_print_alike_have_more_places_on_page_annex_and_workbook(client_of):
    cycle = a_scored_cycle(["Sở Nội vụ", "Sở Tài chính"])
    imported(cycle, CLOSE)
    client = client_of(Role.LEADER)
    answer = client.get(at(cycle))
    assert [row.printed.places for row in answer.context["ranking"].rows] == [3, 3]
    assert "have up to four decimals" in source(answer)
    table = read_table(client.get(at(cycle, "xep-hang.xlsx")).content, "xep-hang.xlsx")
    assert {"91.004", "91"} <= {str(value) for row in table.rows for value in row.values}
    assert "91,004" in annex_text(client.get(at(cycle, "phu-luc.docx")).content)


def test_indices_that_four_places_do_not_tell_apart_bear_a_mark_and_their_exact_values(client_of):
    cycle = a_scored_cycle(["Sở Nội vụ", "Sở Tài chính"])
    imported(cycle, CLOSE.replace("2,4004", "2,400001"))
    client = client_of(Role.LEADER)
    page = source(client.get(at(cycle)))
    assert page.count('<abbr class="about"') == 2
    assert 'title="exactly 91.00001"' in page
    annex = annex_text(client.get(at(cycle, "phu-luc.docx")).content)
    assert ("≈ 91,0000" in annex, "91,00001" in annex) == (True, True)


def annex_text(content: bytes) -> str:
    """What stands in a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read("word/document.xml").decode()


def test_two_units_stand_side_by_side_where_they_differ_most_first(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    chosen = [unit_id(cycle), unit_id(cycle, "Sở Tài chính")]
    answer = client_of(Role.LEADER).get(at(cycle, "so-sanh/"), {"so": chosen})
    side_by_side = answer.context["comparison"]
    assert [(one.participant.name, one.rank) for one in side_by_side.units] == [
        ("Sở Nội vụ", 1),
        ("Sở Tài chính", 2),
    ]
    assert [(line.node.number, line.spread) for line in answer.context["leaves"]] == [
        ("2.1", 1),
        ("2.2", Fraction(6, 10)),
        ("1.2", Fraction(1, 2)),
        ("1.1", Fraction(3, 10)),
    ]
    assert [cell.ahead for cell in answer.context["leaves"][0].cells] == [True, False]


def test_where_less_applies_to_a_unit_the_larger_share_is_ahead_not_the_more_points(client_of):
    cycle = a_scored_cycle()
    imported(cycle)
    poorer = cycle.participants.get(name="Sở Tài chính")
    off = [(poorer.pk, "1.2")]
    cycle_actions.change_applicability(by=an_actor(), cycle=cycle, off=off, reason="Không có nhiệm vụ")
    chosen = [unit_id(cycle), unit_id(cycle, "Sở Tài chính")]
    answer = client_of(Role.LEADER).get(at(cycle, "so-sanh/"), {"so": chosen})
    line = answer.context["comparison"].domains[0]
    assert [(cell.points, cell.maximum) for cell in line.cells] == [(Fraction(47, 10), 5), (3, 3)]
    assert [(cell.share, cell.ahead, cell.behind) for cell in line.cells] == [
        (94, False, True),
        (100, True, False),
    ]
    assert (line.by_share, "94.0 %" in source(answer), "100.0 %" in source(answer)) == (True, True, True)


def test_four_units_side_by_side_take_as_many_questions_as_two(client_of):
    names = [f"Sở số {number}" for number in range(4)]
    cycle = a_scored_cycle(names)
    imported(cycle, "đơn vị;1.1;1.2;2.1;2.2\n" + "".join(f"{name};3;1,5;2;2\n" for name in names))
    asked = [f"so={unit_id(cycle, name)}" for name in names]
    client = client_of(Role.LEADER)
    two, four = (questions(client, at(cycle, f"so-sanh/?{'&'.join(asked[:many])}")) for many in (2, 4))
    assert two == four


@pytest.mark.parametrize("count", [0, 1, 5])
def test_fewer_than_two_or_more_than_four_units_are_not_compared_but_told_what_to_do(client_of, count):
    names = [f"Sở số {number}" for number in range(5)]
    cycle = a_scored_cycle(names)
    chosen = [unit_id(cycle, name) for name in names[:count]]
    answer = client_of(Role.LEADER).get(at(cycle, "so-sanh/"), {"so": chosen})
    assert (answer.status_code, answer.context["comparison"]) == (200, None)
    assert "Tick two to four units of one peer group" in source(answer)


def test_before_the_release_a_unit_sets_no_other_unit_beside_its_own(client):
    cycle = a_scored_cycle()
    imported(cycle)
    own = cycle.participants.get(name="Sở Nội vụ").unit
    client.force_login(a_member(Role.UNIT_CLERK, unit=own).person)
    answer = client.get(at(cycle, "so-sanh/"), {"so": [own.pk, unit_id(cycle, "Sở Tài chính")]})
    assert (answer.context["comparison"], "Sở Tài chính" in source(answer)) == (None, False)
