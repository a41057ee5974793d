"""Fields that no form asks for, as a hostile hand adds them to what it sends; and what an answer writes, so that two
can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import connection, models

from cchc.core.plans.reports.document import TABLES as FRAME_TABLES
from cchc.core.surveys.questionnaires.document import TABLES

Written = list[tuple[str, tuple[Any, ...]]]

_WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:[+-]\d\d:\d\d|Z)?")
_DRAWN = re.compile(r"[A-Za-z0-9_$+/=.-]{22,}")
_NOT_OURS = ("django_session", "django_tasks_db_dbtaskresult")
_WORDS = (
    "by",
    "actor",
    "approved",
    "is_staff",
    "is_superuser",
    "groups",
    "now",
    "typed_at",
    "own",
    "everywhere",
)

MEASURE = {
    "number",
    "activity",
    "objective",
    "output",
    "lead",
    "cooperating",
    "shortcomings",
    "extra",
    "budget",
    "budget_source",
}
BASED = (
    *(
        "criteria:publish",
        "surveys:questionnaire_publish",
        "following:frame_publish",
        "cycles:reopen",
        "cycles:applicability_many",
        "plans:make",
    ),
    *(f"units:{act}" for act in ("rename", "move", "merge", "split", "close", "undo")),
)
OPTIONAL = {
    "documents:upload_begin": {"document"},
    "documents:bring": {"wanted"},
    "self_scoring:leaf": {"done"},
    "self_scoring:link": {"part"},
    "appraisal:doubles": {"leaves", "units"},
    "documents:new": {"apart"},  # a button of its page
    **{act: {"basis_number", "basis_date"} for act in BASED},
    "accounts:person_new": {"email", "telephone"},
    "accounts:person_change": {"email", "telephone"},
    "units:new": {"valid_until"},
    "units:change": {"valid_until"},
    "plans:head": {"working_days"},
    "surveys:questionnaire_row": set(TABLES["item"]),
    "following:frame_row": set(FRAME_TABLES["row"]),
    "plans:row": MEASURE,
    "plans:measure_add": MEASURE,
}
"""Fields that a form of an act asks for, beside those that the act fills in."""


def foreign_fields() -> dict[str, str]:
    """A value for every name that a column has in any table of ours, and for some that a careless action might take:
    of what is named by its number the last, which belongs to somebody else."""
    found = dict.fromkeys(_WORDS, "1")
    for model in apps.get_models():
        if model.__module__.startswith("cchc."):
            for field in model._meta.concrete_fields:
                found[field.name] = found[field.attname] = _value(field)
    return found


def _value(field: models.Field[Any, Any]) -> str:
    if field.related_model is not None and field.related_model != "self":
        last = field.related_model._default_manager.order_by("pk").last()
        return str(last.pk if last else 1)
    if field.choices:
        return str(list(field.flatchoices)[-1][0])
    if isinstance(field, models.BooleanField):
        return "on"
    if isinstance(field, models.DateField):
        return "01/01/2020"
    return "7" if isinstance(field, models.IntegerField) else "khac"


@contextmanager
def written() -> Iterator[Written]:
    """What is written to our tables meanwhile, each statement with its values; moments and what is drawn are left
    out."""
    seen: Written = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = _WRITES.match(sql)
        if found and found[1] not in _NOT_OURS:
            rows = params if many else [params or ()]
            seen.append((sql, tuple(_plain(value) for row in rows for value in row)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield seen


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return "moment"
    if isinstance(value, date | int | float) or value is None:
        return value
    return _DRAWN.sub("drawn", _MOMENT.sub("moment", str(value)))
