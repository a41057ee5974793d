"""Verbs of the log."""

from __future__ import annotations

import argparse

from cchc.access.starting import open_database
from cchc.core.messages import Message
from cchc.files.catalogue import speaker


def verify_arguments(parser: argparse.ArgumentParser) -> None:
    """`cchc verify` takes no arguments."""


def verify(args: argparse.Namespace) -> int:
    """Seal what is new, check the whole chain, print the result; 1 when an entry was changed or removed."""
    open_database()
    from cchc.audit.actions import verify as verify_chain

    checked = verify_chain()
    say = speaker("audit")
    if checked.broken is not None:
        words = Message(
            "{count} entries hold; entry {entry} was changed or removed.",
            count=checked.held,
            entry=checked.broken,
        )
        print(say(words))
        return 1
    print(say(Message("{count} entries, none changed or removed.", count=checked.held)))
    print(say(Message("Checksum of the last one: {digest}", digest=checked.digest)))
    return 0
