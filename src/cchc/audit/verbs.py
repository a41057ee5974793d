"""The verbs of the log, each with its sentence. Each room declares its own beside the action that uses them."""

from __future__ import annotations

from typing import Any

SENTENCES: dict[str, Any] = {}


def verb(name: str, sentence: Any) -> str:
    """Declare a verb, named `room.what_was_done`; returns `name`.

    `sentence` is a lazily translated text that continues after the person's name: its gaps are `{subject}`
    and the facts of the record, for example ``_("renamed {old} to {subject}")``.
    """
    if name in SENTENCES:
        raise ValueError(f"verb declared twice: {name}")
    SENTENCES[name] = sentence
    return name
