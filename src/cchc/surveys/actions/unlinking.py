"""The answers of a closed survey are written anew: in random order, with random keys, all on one day.

Numbers of rows and times follow each other as answers came, and the log says when each numbered form came: whoever
holds the two side by side would know who said what. What the design needs stays: which answers stand on one form, the
rated unit, stratum, primary unit and weight, what became of the form, how many came when their cell was full.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, time
from secrets import SystemRandom
from uuid import uuid4

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cchc.surveys.models import Response, ResponseReason, ResponseState, Survey

AT_ONCE = 2_000  # rows that are written in one statement


def write_answers_anew(survey: Survey) -> int:
    """Write all forms of a survey and their answers anew; returns how many forms. Part of the act that closes it.

    Forms that came in a file keep their key: the file holds it beside the same answers, and the next file of the same
    forms is told by it from new ones. A void form that came from the field loses its answers, and so does what a person
    has withdrawn: the form stays and counts nowhere, and the log may name it by its number beside the reason.
    """
    old = list(Response.objects.filter(survey=survey).order_by("pk"))
    if not old:
        return 0
    chance = SystemRandom()
    chance.shuffle(old)
    keys: dict[str, str] = defaultdict(lambda: str(uuid4()))
    marks = _marks_dealt_anew(old, chance)
    aside = Concat(Value(f"{uuid4()}/"), Cast("pk", CharField()))
    Response.objects.filter(survey=survey).update(key=aside)
    rows = [_anew(one, keys, is_over) for one, is_over in zip(old, marks, strict=True)]
    new = Response.objects.bulk_create(rows, batch_size=AT_ONCE)
    before = [one.pk for one in old]
    for start in range(0, len(before), AT_ONCE):
        Response.objects.filter(pk__in=before[start : start + AT_ONCE]).delete()
    closed_on = timezone.localdate(survey.closed_at)
    day = datetime.combine(closed_on, time.min, timezone.get_current_timezone())
    Response.objects.filter(survey=survey).update(received_at=day)
    return len(new)


def _loses_answers(one: Response) -> bool:
    from_the_field = one.staged_id is None
    return one.reason == ResponseReason.WITHDRAWN or (from_the_field and one.state == ResponseState.VOID)


def _anew(one: Response, keys: dict[str, str], is_over: bool) -> Response:
    """The same form without its number; a random key in place of its own, one for all that stand on one form."""
    key, form_key = one.key, one.form_key
    if one.staged_id is None:
        form_key = keys[one.form_key or one.key]
        key = form_key if one.key == one.form_key else f"{form_key}/{one.unit_id}"
    kept = {name: getattr(one, name) for name in _KEPT}
    answers = {} if _loses_answers(one) else one.answers
    return Response(**kept, key=key, form_key=form_key, answers=answers, over_quota=is_over)


_WRITTEN_ANEW = ("id", "key", "form_key", "answers", "over_quota", "received_at")
_KEPT = [one.attname for one in Response._meta.concrete_fields if one.attname not in _WRITTEN_ANEW]


def _marks_dealt_anew(rows: Sequence[Response], chance: SystemRandom) -> list[bool]:
    """Which forms bear the mark that they came when their cell was full, dealt anew among those of a cell that stand
    alike: as many as before, but not the last that came, which the log names."""
    cells: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(rows):
        cells[one.form_id, one.unit_id, one.channel, one.state, one.is_test].append(at)
    marks = [False] * len(rows)
    for places in cells.values():
        many = sum(rows[at].over_quota for at in places)
        for at in chance.sample(places, many):
            marks[at] = True
    return marks
