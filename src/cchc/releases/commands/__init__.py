"""`cchc release verify`: a bundle that anyone downloaded, verified without a database."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from cchc.core.words.messages import Faults, Message
from cchc.criteria.commands import print_faults, print_json
from cchc.documents.exchange.template_checking import TEMPLATE_FILE
from cchc.files.faults import fault_text, printable
from cchc.files.writing import replace_file
from cchc.releases.exchange.bundle import read_bundle
from cchc.releases.exchange.content import FigureChange, ReleaseHead
from cchc.releases.exchange.fetching import NotFetched, bundle_at
from cchc.releases.exchange.findings import AMOUNTS, FigureDifference
from cchc.releases.exchange.merkle import short_root
from cchc.releases.exchange.papers.kinds import FORMS, NAMES_OF_FILES, paper_of, standard_template
from cchc.releases.exchange.papers.letters import letters_of
from cchc.releases.exchange.papers.naming import OF_A_RELEASE, PaperKind
from cchc.releases.exchange.papers.source import PaperSource, verifying_address
from cchc.releases.exchange.papers.trial import trial_content
from cchc.releases.exchange.recomputing import GRADE, INDEX, RANK
from cchc.releases.exchange.signing import NoKey, VerifyingKey, read_verifying_key
from cchc.releases.exchange.verifying import ReleaseComparison, Verification, compared, verified
from cchc.texts.speaking import language, speaker

CHANGED = {"points": AMOUNTS["points"], "index": INDEX, "rank": RANK, "grade": GRADE}


@cache
def speaker_in(code: str) -> Callable[[Message], str]:
    """Return what puts messages of releases, criteria and scores into the words of a language."""
    return speaker("releases", "criteria", "scores", "documents", language_code=code)


def say(message: Message) -> str:
    """`message` in the language of the command line."""
    return speaker_in(language())(message)


def verify_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc release verify`."""
    what = parser.add_mutually_exclusive_group(required=True)
    words = say(Message("the bundle, or its address (http, https)"))
    what.add_argument("bundle", metavar="BUNDLE|URL", nargs="?", help=words)
    words = say(Message("print what differs from one bundle to another instead"))
    what.add_argument("--compare", metavar=("BEFORE", "AFTER"), nargs=2, help=words)
    parser.add_argument(
        "--root", default="", metavar="ROOT", help=say(Message("the root as the decision prints it"))
    )
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help=say(Message("the public key as the portal gives it"))
    )
    parser.add_argument("--json", action="store_true", help=say(Message("print what was found as JSON")))


def verify(args: Namespace) -> int:
    """Verify a bundle and print every fault and every figure that differs; returns 0 where all is right, 1 where
    something is not, 2 where there is no bundle or no key. What `compare` returns, where two are to be compared."""
    try:
        if args.compare:
            return compare(bundle_at(args.compare[0]), bundle_at(args.compare[1]), args.compare[0], args.json)
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


def compare(before: bytes, after: bytes, name: str, in_json: bool) -> int:
    """Print what differs from one release to another; returns 0, or 1 where one of them is not what its seal says, or a
    correction names other changes than there are."""
    try:
        found = compared(before, name, after)
    except Faults as faults:
        return print_faults(faults, say, as_json=in_json)
    if in_json:
        print_json(
            {
                "before": release_row(found.before),
                "after": release_row(found.after),
                "changes": [asdict(one) for one in found.changes],
                "unannounced": [asdict(one) for one in found.unannounced],
                "unfounded": [asdict(one) for one in found.unfounded],
            }
        )
    else:
        for line in lines_of_comparison(found):
            print(printable(line))
    return 1 if found.unannounced or found.unfounded else 0


def lines_of_comparison(found: ReleaseComparison) -> Iterator[str]:
    """Yield what differs between two releases as lines to read."""
    yield say(head_words(found.before))
    yield say(head_words(found.after))
    yield from (say(change_words(one, found)) for one in found.changes)
    if not found.changes:
        yield say(Message("No figure differs."))
    for one in found.unannounced:
        words = Message("✗ The correction does not name: {change}", change=change_words(one, found))
        yield say(words)
    for one in found.unfounded:
        words = Message(
            "✗ The correction names what does not differ so: {change}",
            change=change_words(one, found),
        )
        yield say(words)


def change_words(one: FigureChange, found: ReleaseComparison) -> Message:
    """Return a figure that differs between two releases in a sentence."""
    nothing = Message("nothing")
    criterion = found.criteria.get(one.unit, {}).get(one.node, "")
    return Message(
        "{place}, {what}: {before} → {after}",
        place=" · ".join(
            filter(None, (found.names.get(one.unit, one.unit), criterion_words(one.node, criterion)))
        ),
        what=CHANGED.get(one.what, one.what),
        before=one.before or nothing,
        after=one.after or nothing,
    )


def criterion_words(number: str, name: str) -> str:
    """Return a criterion by number and name, as far as they are known; "" for a unit as a whole."""
    return ". ".join(filter(None, (number, name)))


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
        place=" · ".join(filter(None, (one.unit, criterion_words(one.node, one.criterion)))),
        what=one.what,
        printed=one.printed or nothing,
        computed=one.computed or nothing,
    )


def as_json(found: Verification) -> dict[str, Any]:
    """Return what was found as plain JSON."""
    head = found.head
    return {
        "right": found.is_right,
        "release": head and release_row(head),
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
                "criterion": one.criterion or None,
                "what": say(one.what),
                "printed": said(one.printed),
                "computed": said(one.computed),
            }
            for one in found.differences
        ],
        "withheld": [say(one) for one in found.withheld],
    }


def release_row(head: ReleaseHead) -> dict[str, Any]:
    """Return which release it is as plain JSON."""
    return {"year": head.year, "number": head.number, "level": str(head.level)}


def said(value: str | Message) -> str:
    """Return a value of a difference in the language of the command line."""
    return say(value) if isinstance(value, Message) else value


def papers_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc release papers`."""
    parser.add_argument(
        "bundle", metavar="BUNDLE|URL", help=say(Message("the bundle, or its address (http, https)"))
    )
    parser.add_argument(
        "--to", type=Path, required=True, metavar="DIR", help=say(Message("the folder for the papers"))
    )
    parser.add_argument(
        "--home",
        default="",
        metavar="URL",
        help=say(Message("the address of the platform, for the code in the annexes")),
    )  # fmt: skip
    parser.add_argument(
        "--templates", type=Path, metavar="DIR",
        help=say(Message("a folder with templates: quyet-dinh.docx, thong-cao.docx, cong-van.docx, thong-bao.docx")),
    )  # fmt: skip


def papers(args: Namespace) -> int:
    """Write the decision, the note for the press and all letters of a release into a folder, without a database;
    returns 0, or 1 with everything that is wrong in the bundle or a template, 2 where there is no bundle."""
    try:
        bundle = read_bundle(bundle_at(args.bundle))
        templates = {kind: template_at(args.templates, kind) for kind in OF_A_RELEASE}
    except NotFetched as trouble:
        print(say(trouble.why), file=sys.stderr)
        return 2
    except Faults as faults:
        return print_faults(faults, say, as_json=False)
    head = bundle.content.head
    address = verifying_address(args.home.rstrip("/"), head.year, head.number)
    source = PaperSource(bundle.content, bundle.short_root, address)
    made = {name: paper_of(kind, source, templates[kind]) for kind, name in NAMES_OF_FILES.items()}
    count = 0
    for name, data in chain(made.items(), letters_of(source, templates[PaperKind.LETTER])):
        (args.to / name).parent.mkdir(parents=True, exist_ok=True)
        replace_file(args.to / name, data)
        count += 1
    print(say(Message("{count} papers written into {folder}.", count=count, folder=str(args.to))))
    return 0


def template_at(folder: Path | None, kind: PaperKind) -> bytes:
    """Return the template of a kind in a folder, the standard one where it has none. Raises `Faults` with everything
    that is wrong in it."""
    file = None if folder is None else folder / f"{kind}.docx"
    if file is None or not file.exists():
        return standard_template(kind)
    data = bundle_at(str(file))
    TEMPLATE_FILE.read(data, file.name, trial_content(kind), FORMS[kind].needed)
    return data
