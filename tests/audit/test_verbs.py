"""The codes of the verbs are in every entry that was ever written."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from cchc.audit.verbs import SENTENCES

KNOWN = Path(__file__).resolve().parents[1] / "data" / "verbs.txt"


def test_no_verb_ever_changes_its_code_and_every_new_one_is_written_down():
    for module in ("urls", "consequences", "background"):  # of rooms whose acts no page does by itself
        import_module(f"cchc.config.{module}")
    declared = {code for code in SENTENCES if not code.startswith("tests.")}
    known = KNOWN.read_text(encoding="utf-8").split()
    assert known == sorted(known)
    assert not set(known) - declared, (
        "old entries have these codes; a verb may move to another room, its code stays"
    )
    assert not declared - set(known), f"add the codes of new verbs to {KNOWN.name}"
