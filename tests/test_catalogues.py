"""Every text has its Vietnamese sentence, and the catalogues say nothing else."""

from __future__ import annotations

import pytest

from cchc.config.catalogues import contradictions, faults, rooms


@pytest.mark.parametrize("room", rooms())
def test_every_text_of_a_room_is_translated(room: str):
    assert faults(room) == []


def test_no_two_rooms_translate_one_text_differently():
    assert contradictions() == []
