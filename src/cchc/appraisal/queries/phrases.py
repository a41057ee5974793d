"""The standing phrases that appraisers are offered."""

from __future__ import annotations

from collections import defaultdict

from cchc.appraisal.models import StandingPhrase


def phrases_by_code() -> dict[str, list[StandingPhrase]]:
    """Return the standing phrases by the code of reasons for which they are offered."""
    found: dict[str, list[StandingPhrase]] = defaultdict(list)
    for one in StandingPhrase.objects.order_by("code", "text"):
        found[one.code].append(one)
    return dict(found)
