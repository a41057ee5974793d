# ruff: noqa: E402 - Django is set up before anything of ours is imported
"""A year of communes with a hundred leaves, released: the row of the release and its bundle, without the round before.

Run with the number of communes and, if more than one, of years; prints the addresses to be asked.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import django

django.setup()

from benchmarks.measuring.hundred import criteria_text, leaf_numbers
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from cchc.audit.models import by_line
from cchc.core.scoring.index import UnitScores
from cchc.criteria.exchange.reading import read_set
from cchc.documents.actions import row_of_kept
from cchc.documents.queries import path_of
from cchc.portal.queries.released import state_now
from cchc.portal.views.answering import PORTAL, answer_at
from cchc.releases.exchange.bundle import bundle_bytes, read_bundle
from cchc.releases.exchange.content import PublicContent
from cchc.releases.models import Release
from tests.builders import a_cycle, an_actor
from tests.releases.contents import KEY, SOFTWARE, a_head, content_of_scores

YEAR = 2025


def scores(count: int, year: int) -> list[UnitScores]:
    """What the communes declared in a year."""
    chance = random.Random(year)

    def figures() -> dict[str, Fraction]:
        total = chance.randint(10, 60)
        return {"done": Fraction(chance.randint(total // 2, total)), "total": Fraction(total)}

    return [
        UnitScores(f"Xã số {place}", {one: figures() for one in leaf_numbers()}, f"X{place}", "Các xã")
        for place in range(1, count + 1)
    ]


def release(count: int, year: int) -> PublicContent:
    """Put the release of a year there."""
    criteria = read_set(criteria_text().encode(), "do.toml")
    head = replace(a_head(year=year), published_on=date(year + 1, 4, 10))
    content = content_of_scores({"xa": criteria}, {"xa": scores(count, year)}, head)
    bundle = bundle_bytes(content, KEY, SOFTWARE)
    digest = hashlib.sha256(bundle).hexdigest()
    path_of(digest).parent.mkdir(parents=True, exist_ok=True)
    path_of(digest).write_bytes(bundle)
    stored = row_of_kept(by=an_actor(), name="goi.zip", sha256=digest, size=len(bundle), kind="zip")
    Release.objects.create(
        cycle=a_cycle(year=year),
        year=year,
        number=1,
        state="published",
        level=head.level,
        decision_number=head.decision.number,
        decision_on=head.decision.on,
        signer=head.decision.signer,
        released_on=date(year + 1, 4, 10),
        bundle=stored,
        sha256=digest,
        root=read_bundle(bundle).manifest.root,
        at=timezone.now(),
        published_at=timezone.now(),
        published_by="Cán bộ đầu mối",
        **by_line(an_actor()),
    )
    return content


def prepare(count: int, years: int) -> dict[str, Any]:
    """Put releases there, the last of `YEAR`, and a static file of the size of its first page and of that of a unit."""
    content = [release(count, year) for year in range(YEAR - years + 1, YEAR + 1)][-1]
    call_command("collectstatic", interactive=False, verbosity=0)
    paths = {"ranking": f"{YEAR}/", "unit": f"{YEAR}/don-vi/{content.units[0].key}/"}
    folder = Path(settings.STATIC_ROOT, "do")
    folder.mkdir()
    for name, path in paths.items():
        page = answer_at(state_now(), path, site=f"http://127.0.0.1:54321{PORTAL}").body
        folder.joinpath(f"{name}.html").write_bytes(page)
    return {name: f"{PORTAL}{path}" for name, path in paths.items()}


if __name__ == "__main__":
    print(json.dumps(prepare(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)))
