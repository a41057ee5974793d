"""What the demonstration is made of, looked at without loading it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from cchc.criteria.exchange.reading import read_set
from cchc.demo import loading, people
from cchc.demo.figures import pools
from cchc.demo.loading import NotFound
from cchc.demo.years import running_phases

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("name", ["mau-so-2026", "mau-xa-2026", "moi-kieu-quy-tac"])
def test_every_leaf_of_the_model_sets_can_be_given_much_and_little(name: str):
    criteria = read_set((ROOT / f"content/criteria/{name}.toml").read_bytes(), f"{name}.toml")
    poor = {number for number, pool in pools(criteria.leaves, 2026).items() if len(pool.shares) < 2}
    assert poor == set()


@pytest.mark.parametrize("today", [date(2026, 1, 5), date(2026, 6, 30), date(2027, 8, 1)])
def test_phases_follow_each_other_whatever_the_day_of_loading(today: date):
    days = [(phase.starts, phase.ends) for phase in running_phases(2026, today)]
    assert days == sorted(days)
    assert all(before[1] < after[0] for before, after in pairwise(days))


def test_the_closing_box_is_a_box_with_the_address_and_every_account():
    lines = people.closing_box("http://127.0.0.1:8000/").splitlines()
    assert len({len(line) for line in lines}) == 1
    assert max(map(len, lines)) <= 100
    assert "http://127.0.0.1:8000/" in lines[1]
    for account in people.ACCOUNTS:
        (line,) = (line for line in lines if f" {account.username} " in line)
        assert account.name in line


def test_without_the_files_of_the_repository_it_says_which_is_missing(monkeypatch):
    monkeypatch.setattr(loading, "NEEDED", (Path("content/criteria/không-có.toml"),))
    with pytest.raises(NotFound) as refused:
        loading.load(date(2026, 11, 21))
    assert refused.value.path == ROOT / "content/criteria/không-có.toml"
