"""Every text has its Vietnamese sentence, and the catalogues say nothing else."""

from __future__ import annotations

import re

from cchc.texts.catalogues import HOUSE, KEYWORDS, contradictions, faults, rooms


def test_every_text_of_every_room_is_translated():
    assert {room: found for room in rooms() if (found := faults(room))} == {}


def test_no_two_rooms_translate_one_text_differently():
    assert contradictions() == []


def test_no_text_is_marked_under_a_name_that_the_extraction_does_not_know():
    renamed = re.compile(r"\bn?p?gettext(?:_lazy|_noop)? as (\w+)")
    marks = {name for path in HOUSE.rglob("*.py") for name in renamed.findall(path.read_text("utf-8"))}
    assert marks - set(KEYWORDS) == set()
