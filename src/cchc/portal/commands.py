"""`cchc portal boundaries` and `cchc portal export`: the boundaries of the units for the map, and the whole public side
as files for another web server."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from cchc.access.actor import Actor
from cchc.access.permissions import Role, Scope
from cchc.access.starting import open_database
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.criteria.commands import print_faults
from cchc.files.faults import printable
from cchc.portal.exchange.addresses import whole_address
from cchc.portal.exchange.boundaries import COLLECTION
from cchc.portal.exchange.copies import CopiedFile, NoCopy, differences, sums_in, write_copy
from cchc.texts.speaking import language, speaker


@cache
def _speaker(code: str) -> Callable[[Message], str]:
    return speaker("portal", "criteria", "releases", language_code=code)


def say(message: Message) -> str:
    """`message` in the language of the command line."""
    return _speaker(language())(message)


def boundaries_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc portal boundaries`."""
    what = Message("the boundaries (GeoJSON), each area with the code or the name of its unit")
    parser.add_argument("file", metavar="FILE.geojson", type=Path, help=say(what))


def boundaries(args: Namespace) -> int:
    """Read boundaries and let the map draw them; exit code 0, or 1 where they cannot be drawn."""
    open_database()
    from django.core.exceptions import ValidationError

    from cchc.intake.actions import stage_and_apply
    from cchc.intake.kinds import Brought
    from cchc.portal.staged import BOUNDARIES

    name = args.file.name
    by = Actor(0, "cchc portal boundaries", None, "", Role.ADMINISTRATOR, Scope.PROVINCE)
    try:
        if not args.file.is_file():
            missing = Message("There is no such file.")
            raise Faults([Fault(Place(file=name), str(args.file), COLLECTION, missing)])
        brought = Brought(by, name, args.file.read_bytes())
        made = stage_and_apply(by=by, kind=BOUNDARIES, brought=brought, compared=BOUNDARIES.compare(brought))
    except Faults as faults:
        return print_faults(faults, say, False)
    except ValidationError as refused:
        print("\n".join(refused.messages), file=sys.stderr)
        return 1
    print(say(Message("{count} areas are on the map of the portal.", count=str(made.areas))))
    return 0


def export_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc portal export`."""
    what = Message("the folder of the copy; it is made, or holds an older copy")
    parser.add_argument("folder", metavar="DIR", type=Path, help=say(what))
    what = Message("write nothing: compare the copy in the folder, and name each file that differs")
    parser.add_argument("--check", action="store_true", help=say(what))
    what = Message(
        "the whole address at which the copy will stand; without one that of the older copy, if it has any"
    )
    parser.add_argument("--address", type=address_argument, metavar="URL", help=say(what))


def address_argument(text: str) -> str:
    """Return the whole address of a folder on the web, with a slash at its end; empty for none. Raises
    ArgumentTypeError."""
    try:
        return whole_address(text)
    except ValueError:
        why = Message('"{found}" is no whole address such as https://cchc.example/cong-khai/', found=text)
        raise ArgumentTypeError(say(why)) from None


def export(args: Namespace) -> int:
    """Write the whole public side into a folder, or compare the copy that stands there; returns 0 where it is written
    or the same, 1 where it differs, 2 where that cannot be done."""
    open_database()
    from django.core.management import call_command

    from cchc.documents.queries import FileMissing
    from cchc.portal.queries.released import state_now
    from cchc.portal.views.copying import copied_files

    state, folder = state_now(), args.folder.absolute()
    try:
        if not state.shelf.standing:
            raise NoCopy(Message("Nothing is released yet: there is nothing to copy."))
        before = sums_in(folder)
        address = args.address if args.address is not None else before.address if before else ""
        call_command("collectstatic", interactive=False, verbosity=0)
        files = copied_files(state, address)
        return _compared(folder, files, address) if args.check else _copied(folder, files, address)
    except NoCopy as trouble:
        why = trouble.why
    except Faults as faults:
        print_faults(faults, say, False)
        return 2
    except FileMissing as missing:
        why = Message("A bundle is missing in the store of files: {file}.", file=missing.stored.name)
    except OSError as error:
        reason = f"{error.strerror}: {error.filename}" if error.filename else str(error)
        why = Message(
            "The copy cannot be read or written ({reason}). Mend that and begin again.", reason=reason
        )
    print(printable(say(why)), file=sys.stderr)
    return 2


def _copied(folder: Path, files: Iterable[CopiedFile], address: str) -> int:
    """Write a copy and say what was done."""
    written = write_copy(folder, files, address)
    words = Message(
        "{files} files ({size} MB) are in {folder}: {changed} new or changed, {removed} of the older copy removed.",
        files=str(written.files),
        size=str(-(-written.size // 1_000_000)),
        folder=str(folder),
        changed=str(written.changed),
        removed=str(written.removed),
    )
    without = Message(
        "Without --address there is no feed, no list of addresses for search engines and no picture for links."
    )
    print(printable(say(words)))
    print(say(Message("Made for the address {address}.", address=address) if address else without))
    return 0


def _compared(folder: Path, files: Iterable[CopiedFile], address: str) -> int:
    """Compare a copy and name each file that differs."""
    found = differences(folder, files, address)
    lines = [Message("missing: {file}", file=path) for path in found.missing]
    lines += [Message("added: {file}", file=path) for path in found.added]
    lines += [Message("different: {file}", file=path) for path in found.different]
    for line in lines:
        print(printable(say(line)))
    words = Message("The copy differs in {count} files.", count=str(len(lines)))
    print(say(words if lines else Message("The copy is what is released now, file by file.")))
    return 1 if lines else 0
