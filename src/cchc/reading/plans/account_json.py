"""The account of a document's words as plain JSON, to be kept beside the draft that was read from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cchc.core.plans.plan import AsideKind, Placed, SetAside, Source, Told, ToldKind, Unread, WordAccount
from cchc.core.words.messages import data_of, message_of


def account_data(account: WordAccount) -> dict[str, Any]:
    """Return an account as plain JSON; see `account_of_data`."""
    return {
        "placed": {where.value: count for where, count in account.placed.items()},
        "aside": [
            {"kind": one.kind.value, "text": _kept(one.text), "words": one.words, "place": _place(one.place)}
            for one in account.aside
        ],
        "unread": [
            {
                "text": _kept(one.text),
                "words": one.words,
                "why": data_of(one.why),
                "place": _place(one.place),
                "last_row": one.last_row,
                "column": one.column,
            }
            for one in account.unread
        ],
        "pages_without_text": list(account.pages_without_text),
        "told": [
            {
                "kind": one.kind.value,
                "places": one.places,
                "why": data_of(one.why),
                "place": _place(one.place),
                "last_row": one.last_row,
            }
            for one in account.told
        ],
    }


def account_of_data(data: Mapping[str, Any]) -> WordAccount:
    """Return the account that `account_data` turned into plain JSON; an empty one where none was kept.

    >>> account_of_data({}) == WordAccount()
    True
    """
    return WordAccount(
        {Placed(where): count for where, count in data.get("placed", {}).items()},
        tuple(
            SetAside(AsideKind(one["kind"]), one["text"], one["words"], _source(one["place"]))
            for one in data.get("aside", ())
        ),
        tuple(
            Unread(
                one["text"],
                one["words"],
                message_of(one["why"]),
                _source(one["place"]),
                one["last_row"],
                one["column"],
            )
            for one in data.get("unread", ())
        ),
        tuple(data.get("pages_without_text", ())),
        tuple(
            Told(
                ToldKind(one["kind"]),
                one["places"],
                message_of(one["why"]),
                _source(one["place"]),
                one["last_row"],
            )
            for one in data.get("told", ())
        ),
    )


def _kept(text: str) -> str:
    return text.replace("\x00", "")


def _place(source: Source) -> dict[str, Any]:
    named = ("page", "paragraph", "table", "row", "lines")
    return {name: value for name in named if (value := getattr(source, name)) is not None}


def _source(place: Mapping[str, Any]) -> Source:
    lines = place.get("lines")
    return Source(
        page=place.get("page"),
        paragraph=place.get("paragraph"),
        table=place.get("table"),
        row=place.get("row"),
        lines=(lines[0], lines[1]) if lines else None,
    )
