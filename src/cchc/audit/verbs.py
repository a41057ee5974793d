"""The verbs of the log, each with its sentence, and the words for the facts that acts change.

Each room declares its own beside the action that uses them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

SENTENCES: dict[str, Any] = {}
ABOUT: dict[str, set[str]] = {}
"""The verbs by the kind of their subject, of those that not every reader of the log may know of."""


def verb(name: str, sentence: Any, *, about: str = "") -> str:
    """Declare a verb, named `room.what_was_done`; returns `name`.

    `sentence` is a lazily translated text that continues after the person's name: its gaps are `{subject}`
    and the facts of the record, for example ``_("renamed {old} to {subject}")``. `about` names the kind of thing whose
    id the entries have as `subject_id`, where some of these things are concealed from some readers of the log
    (`audit.consequences.concealed_subjects`); an act on several of them has an entry for each.
    """
    if name in SENTENCES:
        raise ValueError(f"verb declared twice: {name}")
    SENTENCES[name] = sentence
    if about:
        ABOUT.setdefault(about, set()).add(name)
    return name


Speak = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class FactWords:
    """How a fact that an act changes is said: its label, and its value where the stored one is a code or an id.

    `speak` returns the stored value itself where it knows no word for it: an entry keeps its facts for good.
    """

    label: Any
    speak: Speak | None = None


def label_of(choices: Iterable[tuple[str, Any]]) -> Speak:
    """Return how a value of `choices` is said: by its label, any other value as it is."""
    words = dict(choices)
    return lambda value: words.get(value, value) if isinstance(value, str) else value


FACTS: dict[str, dict[str, FactWords]] = {}


def say_facts(room: str, **words: FactWords) -> None:
    """Declare how the facts that acts of `room` change are said, by their names in the records."""
    FACTS.setdefault(room, {}).update(words)
