"""`cchc release verify`: a bundle that anyone downloaded, verified without a database."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from cchc.core.words.messages import Message
from cchc.criteria.commands import print_json
from cchc.files.faults import fault_text, printable
from cchc.releases.exchange.content import ReleaseHead
from cchc.releases.exchange.fetching import NotFetched, bundle_at
from cchc.releases.exchange.findings import FigureDifference
from cchc.releases.exchange.merkle import short_root
from cchc.releases.exchange.signing import NoKey, VerifyingKey, read_verifying_key
from cchc.releases.exchange.verifying import Verification, verified
from cchc.texts.speaking import language, speaker


@cache
def speaker_in(code: str) -> Callable[[Message], str]:
    """Return what puts messages of releases, criteria and scores into the words of a language."""
    return speaker("releases", "criteria", "scores", language_code=code)


def say(message: Message) -> str:
    """`message` in the language of the command line."""
    return speaker_in(language())(message)


def verify_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc release verify`."""
    parser.add_argument(
        "bundle", metavar="BUNDLE|URL", help=say(Message("the bundle, or its address (http, https)"))
    )
    parser.add_argument(
        "--root", default="", metavar="ROOT", help=say(Message("the root as the decision prints it"))
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help=say(Message("the public key as the portal gives it"))
    )
    parser.add_argument("--json", action="store_true", help=say(Message("print what was found as JSON")))


def verify(args: Namespace) -> int:
    """Verify a bundle and print every fault and every figure that differs; returns 0 where all is right, 1 where
    something is not, 2 where there is no bundle or no key."""
    try:
        key = None if args.key is None else key_at(args.key)
        archive = bundle_at(args.bundle)
    except NotFetched as trouble:
        print(say(trouble.why), file=sys.stderr)
        return 2
    found = verified(archive, args.bundle, args.root, key)
    if args.json:
        print_json(as_json(found))
    else:
        for line in lines_of(found, is_key_given=key is not None):
            print(printable(line))
        if found.faults:
            print(fault_text(found.faults, say), file=sys.stderr)
    return 0 if found.is_right else 1


def key_at(path: Path) -> VerifyingKey:
    """Return the public key in a file. Raises `NotFetched`."""
    try:
        return read_verifying_key(bundle_at(str(path)).decode("utf-8"))
    except (NoKey, UnicodeDecodeError):
        why = Message("{place} holds no public key, or the fingerprint of another.", place=str(path))
        raise NotFetched(why) from None


def lines_of(found: Verification, is_key_given: bool) -> Iterator[str]:
    """Yield what was found as lines to read."""
    if found.head is not None:
        yield say(head_words(found.head))
    for one in found.differences:
        yield "✗ " + say(difference_words(one))
    if found.root:
        yield say(Message("Root: {root} (compare it with the decision)", root=short_root(found.root)))
    if found.key is not None:
        words = (
            Message("Key: {fingerprint}, the one that was given", fingerprint=found.key.fingerprint)
            if is_key_given
            else Message(
                "Key: {fingerprint}, which came with the bundle: compare it with the portal, or give --key",
                fingerprint=found.key.fingerprint,
            )
        )
        yield say(words)
    for reason in found.withheld:
        yield "• " + say(reason)
    if found.compared:
        right = found.compared - len(found.differences)
        yield say(Message("Figures: {right} of {all} agree.", right=str(right), all=str(found.compared)))
    if found.is_right:
        yield say(Message("✓ Sums, root, signature and every figure are right."))
    elif found.faults:
        yield say(Message("✗ The bundle is not what was published: {count} faults.", count=len(found.faults)))


def head_words(head: ReleaseHead) -> Message:
    """Return which release it is."""
    return Message(
        "{province}, {year}: release {number} of {day} by decision {decision}",
        province=head.province,
        year=str(head.year),
        number=head.number,
        day=f"{head.published_on:%d/%m/%Y}",
        decision=head.decision.number,
    )


def difference_words(one: FigureDifference) -> Message:
    """Return a figure that differs in a sentence."""
    nothing = Message("nothing")
    return Message(
        "{place}, {what}: in the bundle {printed}, recomputed {computed}",
        place=" · ".join(filter(None, (one.unit, one.node))),
        what=one.what,
        printed=one.printed or nothing,
        computed=one.computed or nothing,
    )


def as_json(found: Verification) -> dict[str, Any]:
    """Return what was found as plain JSON."""
    head = found.head
    return {
        "right": found.is_right,
        "release": head and {"year": head.year, "number": head.number, "level": str(head.level)},
        "root": found.root or None,
        "fingerprint": found.key.fingerprint if found.key else None,
        "compared": found.compared,
        "faults": [
            {"member": one.place.file, "row": one.place.row, "why": say(one.why)} for one in found.faults
        ],
        "differences": [
            {
                "unit": one.unit,
                "node": one.node or None,
                "what": say(one.what),
                "printed": said(one.printed),
                "computed": said(one.computed),
            }
            for one in found.differences
        ],
        "withheld": [say(one) for one in found.withheld],
    }


def said(value: str | Message) -> str:
    """Return a value of a difference in the language of the command line."""
    return say(value) if isinstance(value, Message) else value
