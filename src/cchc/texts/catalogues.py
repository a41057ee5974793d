"""The catalogues of the rooms: `python -m cchc.texts.catalogues update ROOM… | compile | check`.

Every room keeps its own texts in `src/cchc/<room>/locale/vi/LC_MESSAGES/django.po`. `update` extracts the
texts of Python and template files and merges them in, `compile` writes the .mo files, `check` prints what is
missing, fuzzy or out of date.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HOUSE = Path(__file__).resolve().parent.parent
LANGUAGE = "vi"
UNWANTED = tuple(
    f'"{name}'
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Report-Msgid",
        "Project-Id",
    )
)
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "Message": None,
}


def rooms() -> list[str]:
    """Return every room that has texts."""
    return [path.name for path in sorted(HOUSE.iterdir()) if path.is_dir() and len(extracted(path.name))]


def catalogue_path(room: str) -> Path:
    """Return the path of the Vietnamese catalogue of `room`."""
    return HOUSE / room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def extracted(room: str) -> Catalog:
    """Return the texts in the sources of `room`, without translations."""
    catalogue = Catalog(locale=LANGUAGE, project="cchc", fuzzy=False)
    for path in _sources(HOUSE / room):
        where = path.relative_to(HOUSE).as_posix()
        for _line, text, comments, context in extract("python", _as_python(path), keywords=KEYWORDS):
            catalogue.add(text, None, [(where, 0)], auto_comments=comments, context=context)
    return catalogue


def _sources(folder: Path) -> Iterator[Path]:
    found = [*folder.rglob("*.py"), *folder.rglob("*.html")]
    return (path for path in sorted(found) if "migrations" not in path.parts)


def _as_python(path: Path) -> io.BytesIO:
    """Return the file as Python source.

    Of a template, Django keeps the texts and blanks out the rest; the indentation of its lines is removed, because
    Python would read a meaning into it.
    """
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        from django.utils.translation.template import templatize

        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    return io.BytesIO(source.encode())


def stored(room: str) -> Catalog:
    """Return the stored catalogue of `room`; empty when there is none yet."""
    path = catalogue_path(room)
    if not path.exists():
        return Catalog(locale=LANGUAGE, project="cchc", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def update(room: str) -> None:
    """Merge the texts of the sources into the catalogue; texts that are in no source leave it."""
    catalogue = stored(room)
    catalogue.update(extracted(room), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.header_comment = f"# The Vietnamese texts of the room `{room}`."
    path = catalogue_path(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, include_lineno=False, sort_output=True, omit_header=False)
    kept = [line for line in buffer.getvalue().decode().splitlines() if not line.startswith(UNWANTED)]
    path.write_text("\n".join(kept).rstrip() + "\n", encoding="utf-8")


def compile_all() -> None:
    """Write the .mo file beside every catalogue."""
    for path in HOUSE.glob(f"*/locale/{LANGUAGE}/LC_MESSAGES/django.po"):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=LANGUAGE))


def faults(room: str) -> list[str]:
    """Return the faults of the catalogue of `room`, one line each: texts missing, untranslated, fuzzy, gone, or with
    other gaps."""
    wanted, has = extracted(room), stored(room)
    found = []
    for message in wanted:
        translation = has.get(message.id, message.context) if message.id else None
        if message.id and (translation is None or not translation.string or not all(_strings(translation))):
            found.append(f"{room}: not translated: {message.id!r}")
        elif translation is not None and translation.fuzzy:
            found.append(f"{room}: fuzzy: {message.id!r}")
        elif translation is not None:
            found.extend(f"{room}: {error}: {message.id!r}" for error in translation.check(has))
    gone = [message.id for message in has if message.id and wanted.get(message.id, message.context) is None]
    return found + [f"{room}: no longer in the sources: {text!r}" for text in gone]


def _strings(message: Any) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def contradictions() -> list[str]:
    """Return the texts that two rooms translate differently: at run time all catalogues are one, so the first room
    would win."""
    known: dict[tuple[Any, Any], tuple[str, Any]] = {}
    found = []
    for room in rooms():
        for message in stored(room):
            if not message.id:
                continue
            first, said = known.setdefault((message.id, message.context), (room, message.string))
            if said != message.string:
                found.append(f"{first} and {room} differ: {message.id!r}: {said!r}, {message.string!r}")
    return found


def main(words: list[str]) -> int:
    """Run one of the three verbs; returns the exit code."""
    if words[:1] == ["update"]:
        for room in words[1:] or rooms():
            update(room)
    elif words == ["compile"]:
        compile_all()
    elif words == ["check"]:
        found = [fault for room in rooms() for fault in faults(room)] + contradictions()
        print("\n".join(found))
        return 1 if found else 0
    else:
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
