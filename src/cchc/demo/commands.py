"""`cchc demo`: load the made-up province and say how to look at it."""

from __future__ import annotations

import argparse
import sys
import time

from cchc.access.starting import open_database
from cchc.core.words.messages import Message
from cchc.texts.speaking import speaker

SERVE = Message("`cchc serve` serves it, and says which accounts may sign in.")


def demo_arguments(parser: argparse.ArgumentParser) -> None:
    """`cchc demo` takes no arguments."""


def demo(args: argparse.Namespace) -> int:
    """Load the demonstration into an empty database; returns 1 when it cannot be loaded."""
    open_database()
    from django.utils import timezone

    from cchc.demo.loading import NotFound, Occupied, is_loaded, load

    say = speaker("demo")
    if is_loaded():
        print(say(Message("The demonstration is loaded already.")))
        print(say(SERVE))
        return 0
    started = time.monotonic()
    print(say(Message("Loading the made-up province; this takes a minute or two …")), file=sys.stderr)
    try:
        load(timezone.localdate())
    except Occupied:
        why = Message("This database holds other data; the demonstration is only loaded into an empty one.")
        print(say(why), file=sys.stderr)
        return 1
    except NotFound as fault:
        why = Message("{path} is not there; run the demonstration from the repository.", path=str(fault.path))
        print(say(why), file=sys.stderr)
        return 1
    print(say(Message("Loaded in {seconds} s.", seconds=round(time.monotonic() - started))))
    print(say(SERVE))
    return 0
