"""`cchc portal boundaries`: the boundaries of the units for the map of the portal."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from functools import cache
from pathlib import Path

from cchc.access.starting import start_django
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.criteria.commands import print_faults
from cchc.files.sandbox import run
from cchc.files.writing import replace_file
from cchc.portal.exchange.boundaries import COLLECTION, LIMITS, read_boundaries
from cchc.texts.speaking import language, speaker


@cache
def _speaker(code: str) -> Callable[[Message], str]:
    return speaker("portal", language_code=code)


def say(message: Message) -> str:
    """`message` in the language of the command line."""
    return _speaker(language())(message)


def boundaries_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc portal boundaries`."""
    what = Message("the boundaries (GeoJSON), each area with the code or the name of its unit")
    parser.add_argument("file", metavar="FILE.geojson", type=Path, help=say(what))


def boundaries(args: Namespace) -> int:
    """Read boundaries and put them where the portal finds them; exit code 0, or 1 where they cannot be drawn."""
    start_django()
    from django.conf import settings

    name = args.file.name
    try:
        if not args.file.is_file():
            missing = Message("There is no such file.")
            raise Faults([Fault(Place(file=name), str(args.file), COLLECTION, missing)])
        found = run(read_boundaries, args.file.resolve(), name, limits=LIMITS)
    except Faults as faults:
        return print_faults(faults, say, False)
    content = json.dumps({"box": found.box, "outlines": dict(found.outlines)}, ensure_ascii=False)
    replace_file(settings.VAR / "portal-boundaries.json", content.encode())
    count = len({path for _key, path in found.outlines})
    print(say(Message("{count} areas are on the map of the portal.", count=str(count))))
    return 0
