"""`cchc survey verify`: whether the answers in this installation still give what a release says that surveys found."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from cchc.access.starting import open_database
from cchc.core.words.messages import Faults, Message
from cchc.criteria.commands import print_faults, print_json
from cchc.files.faults import printable
from cchc.releases.commands import say
from cchc.releases.exchange.bundle import read_bundle
from cchc.releases.exchange.fetching import NotFetched, bundle_at


def verify_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc survey verify`."""
    words = say(Message("the bundle, or its address (http, https)"))
    parser.add_argument("bundle", metavar="BUNDLE|URL", help=words)
    parser.add_argument("--json", action="store_true", help=say(Message("print what was found as JSON")))


def verify(args: Namespace) -> int:
    """Estimate anew, from the accepted answers in the database, what a release says that surveys found; print every
    difference. Returns 0 where there is none, 1 where there is, 2 where there is no bundle."""
    open_database()
    try:
        archive = bundle_at(args.bundle)
    except NotFetched as trouble:
        print(say(trouble.why), file=sys.stderr)
        return 2
    try:
        content = read_bundle(archive).content
    except Faults as faults:
        return print_faults(faults, say, as_json=args.json)
    from cchc.releases.queries.survey_estimates import survey_differences

    estimates = [one for unit in content.units for leaf in unit.leaves.values() for one in leaf.estimates]
    differences = [say(one) for one in survey_differences(content)]
    if args.json:
        hashes = sorted({one.sha256 for one in estimates})
        print_json({"figures": len(estimates), "estimates": hashes, "differences": differences})
    else:
        for line in differences:
            print(printable(f"✗ {line}"))
        if not estimates:
            print(say(Message("The release holds no figure of a survey.")))
        elif not differences:
            words = Message(
                "{figures} figures of surveys: the answers in this installation give the same, with the same hashes.",
                figures=len(estimates),
            )
            print(say(words))
    return 1 if differences else 0
