"""Verbs of letters."""

from __future__ import annotations

import argparse
import sys

from cchc.access.starting import open_database
from cchc.core.words.messages import Message
from cchc.texts.speaking import speaker


def letters_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `cchc letters`: an address to which a letter is sent at once."""
    parser.add_argument("--test", default="", metavar="ADDRESS")


def letters(args: argparse.Namespace) -> int:
    """Print how the letters stand, after sending one to try the mail server when an address is given; returns 1 when
    somebody should look after them."""
    open_database()
    from django.conf import settings
    from django.utils import timezone

    from cchc.notices.actions.posting import LetterRefused, ServerSilent, send_test_letter
    from cchc.notices.queries.letters import queue_standing

    say = speaker("notices")
    if settings.MAIL_SERVER is None:
        print(say(Message("No mail server is set (SMTP_HOST): no letters are sent, everything else works.")))
        return 1 if args.test else 0
    if args.test:
        subject = say(Message("A letter to try the mail server"))
        body = say(Message("Letters of the platform arrive here: {address}", address=settings.ADDRESS))
        try:
            send_test_letter(to=args.test, subject=subject, body=body, server=settings.MAIL_SERVER)
        except (ServerSilent, LetterRefused) as error:
            words = Message("✗ The mail server did not take the letter: {said}", said=str(error))
            print(say(words), file=sys.stderr)
            return 1
        print(say(Message("The mail server took the letter to {to}.", to=args.test)))
    standing = queue_standing(timezone.now())
    counts = Message(
        "{waiting} letters wait; in the last seven days {given_up} were given up, {refused} refused.",
        waiting=standing.waiting,
        given_up=standing.given_up,
        refused=standing.refused,
    )
    print(say(counts))
    if standing.fault:
        print(say(Message("What the mail server said last: {said}", said=standing.fault)))
    return 1 if standing.is_in_trouble else 0
