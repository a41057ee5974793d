"""Verbs of the log."""

from __future__ import annotations

import argparse
import sys

from cchc.access.starting import open_database
from cchc.core.words.messages import Message
from cchc.texts.speaking import speaker


def verify_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `cchc verify`: heads that were kept elsewhere."""
    parser.add_argument("--expect", action="append", default=[], metavar="COUNT:DIGEST")


def verify(args: argparse.Namespace) -> int:
    """Seal new entries, check the chain and everything that it vouches for, print the faults; returns 1 when there
    are any."""
    open_database()
    from django.conf import settings

    from cchc.audit.chain import head_from
    from cchc.audit.examination import Examination

    say = speaker("audit", *settings.ROOMS)
    try:
        examination = Examination([head_from(text) for text in args.expect])
    except ValueError as odd:
        words = Message("“{text}” is not COUNT:DIGEST as this command prints it.", text=str(odd))
        print(say(words), file=sys.stderr)
        return 2
    wrong = 0
    for fault in examination.faults():
        wrong += 1
        print("✗ " + say(fault), flush=True)
    for note in examination.notes:
        print("• " + say(note))
    head = examination.checked.head
    if wrong:
        print(say(Message("{count} faults.", count=wrong)))
        return 1
    print(say(Message("{count} entries, none changed or removed.", count=examination.checked.held)))
    print(say(Message("To be kept elsewhere: {head}", head=str(head or "–"))))
    return 0
