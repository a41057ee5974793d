"""Verbs of fieldwork: the key that opens exports of telephones, taking such an export, a new epoch after a restore."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from cchc.access.starting import open_database
from cchc.core.surveys.codes import numbered_form
from cchc.core.words.messages import Message
from cchc.texts.speaking import speaker


def key_arguments(parser: argparse.ArgumentParser) -> None:
    """`cchc fieldwork key` takes no arguments."""


def key(args: argparse.Namespace) -> int:
    """Make the key that opens exports, where there is none, and print where it is kept; returns the exit code."""
    open_database()
    from cchc.fieldwork.actions.sealed_exports import installation_opening_key
    from cchc.fieldwork.queries.opening import opening_key_file

    say = speaker("fieldwork")
    try:
        made = installation_opening_key()
    except ValueError:
        print(say(Message("{path} holds no key.", path=str(opening_key_file()))), file=sys.stderr)
        return 1
    told = Message(
        "The key that opens exports of telephones: {path} (fingerprint {fingerprint}).",
        path=str(opening_key_file()),
        fingerprint=made.fingerprint,
    )
    print(say(told))
    print(say(Message("Telephones take its public half along when they next reach the server.")))
    return 0


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the argument of `cchc fieldwork take`: the file that a telephone wrote."""
    say = speaker("fieldwork")
    parser.add_argument("file", metavar="FILE", type=Path, help=say(Message("the export of a telephone")))


def take(args: argparse.Namespace) -> int:
    """Open an export and receive its forms; prints what became of each, returns 1 where one was refused."""
    open_database()
    from cchc.fieldwork.actions.devices import NoDevice
    from cchc.fieldwork.actions.from_devices import ReceiptOutcome
    from cchc.fieldwork.actions.sealed_exports import take_export
    from cchc.fieldwork.exchange.protocol import NotUnderstood
    from cchc.fieldwork.exchange.sealing import MOST_BYTES, NotOpened, opened_export
    from cchc.fieldwork.models import FormSubmission
    from cchc.fieldwork.queries.opening import kept_opening_key

    say = speaker("fieldwork")
    opening = kept_opening_key()
    if opening is None:
        print(say(Message("There is no key: no telephone could seal an export to it.")), file=sys.stderr)
        return 1
    try:
        if args.file.stat().st_size > MOST_BYTES:
            raise NotOpened
        receipts = take_export(content=opened_export(opening, args.file.read_bytes()))
    except OSError as error:
        print(f"{args.file}: {error.strerror}", file=sys.stderr)
        return 1
    except (NotOpened, NotUnderstood):
        why = Message("{path} is no export that the key of this installation opens.", path=str(args.file))
        print(say(why), file=sys.stderr)
        return 1
    except NoDevice:
        print(say(Message("This export is of no telephone of this installation.")), file=sys.stderr)
        return 1
    numbers = dict(
        FormSubmission.objects.filter(pk__in=[one.number for one in receipts]).values_list(
            "pk", "assignment__number"
        )
    )
    for one in receipts:
        form = numbers.get(one.number)
        if one.outcome is ReceiptOutcome.REFUSED:
            refused = Message("{key}: refused ({reason})", key=one.key, reason=str(one.reason))
            print(say(refused), file=sys.stderr)
        elif form is not None:
            taken = Message("form no. {form}: receipt {number}", form=numbered_form(form), number=one.number)
            print(say(taken))
    counts = Counter(one.outcome for one in receipts)
    summary = Message(
        "{accepted} taken, {there} there already, {refused} refused.",
        accepted=counts[ReceiptOutcome.ACCEPTED],
        there=counts[ReceiptOutcome.ALREADY_THERE],
        refused=counts[ReceiptOutcome.REFUSED],
    )
    print(say(summary))
    return 1 if counts[ReceiptOutcome.REFUSED] else 0


def epoch_arguments(parser: argparse.ArgumentParser) -> None:
    """`cchc fieldwork epoch` takes no arguments."""


def epoch(args: argparse.Namespace) -> int:
    """Begin a new epoch: telephones then ask what the restored database has not, and offer to send it again."""
    open_database()
    from cchc.access.platform import by_the_platform
    from cchc.fieldwork.actions.epochs import begin_epoch
    from cchc.fieldwork.queries.epochs import standing_epoch

    begin_epoch(by=by_the_platform(), seen=standing_epoch())
    say = speaker("fieldwork")
    print(say(Message("Telephones will ask what they have to send again when they next reach the server.")))
    return 0
