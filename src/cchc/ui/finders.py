"""Static files that lie in no folder of a room: those of the npm packages, only the named ones, under `vendor/`, and
the styles of the shell in one file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

FONT_WEIGHTS = (400, 500, 600, 700)
FONT_SUBSETS = ("latin", "vietnamese")

PACKAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "vendor/htmx": ("htmx.org/dist", ("htmx.min.js", "htmx.min.js.map")),
    "vendor/be-vietnam-pro": (
        "@fontsource/be-vietnam-pro/files",
        tuple(
            f"be-vietnam-pro-{subset}-{weight}-normal.woff2"
            for subset in FONT_SUBSETS
            for weight in FONT_WEIGHTS
        ),
    ),
    # The viewer of documents. The worker asks for fonts and decoders by their names, below the addresses it is told.
    "vendor/pdfjs": ("pdfjs-dist/legacy/build", ("pdf.min.mjs", "pdf.worker.min.mjs")),
    "vendor/pdfjs/decoders": ("pdfjs-dist/wasm", ("openjpeg_nowasm_fallback.js",)),
    "vendor/pdfjs/fonts": (
        "pdfjs-dist/standard_fonts",
        (
            *(f"Foxit{font}.pfb" for font in ("Dingbats", "Symbol")),
            *(
                f"Foxit{family}{style}.pfb"
                for family in ("Fixed", "Serif")
                for style in ("", "Bold", "BoldItalic", "Italic")
            ),
            *(f"LiberationSans-{style}.ttf" for style in ("Regular", "Bold", "BoldItalic", "Italic")),
        ),
    ),
}


SHELL = "ui/shell.css"
PARTS = (
    "reset",
    "fonts",
    "look",
    "bar",
    "strip",
    "page",
    "fields",
    "sheets",
    "ledgers",
    "pictures",
    "suggestions",
    "media",
)  # in the order in which a later one may change an earlier one

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{}]) ?|(?<=;) ")


def joined_styles() -> str:
    """Return the styles of the shell one after the other, without their comments and indentation."""
    folder = Path(__file__).parent / "static" / "ui"
    parts = ((folder / f"{part}.css").read_text(encoding="utf-8") for part in PARTS)
    return "\n".join(_AROUND.sub(r"\1", _SPACE.sub(" ", _COMMENT.sub("", part))).strip() for part in parts)


class JoinedStylesFinder(BaseFinder):
    """Finds the styles of the shell in one file, which it writes below the settings' `VAR` whenever they have changed.

    A page asks for one file instead of twelve."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.VAR / "joined")
        vars(self.storage)["prefix"] = None

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The place of the joined styles on disk, when `path` names them."""
        found = [self._written()] if path == SHELL else []
        return found if find_all else (found[0] if found else None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The joined styles with their storage, for collectstatic."""
        self._written()
        yield SHELL, self.storage

    def _written(self) -> str:
        path = Path(self.storage.path(SHELL))
        styles = joined_styles()
        if not path.is_file() or path.read_text(encoding="utf-8") != styles:
            path.parent.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(f".{os.getpid()}")
            unfinished.write_text(styles, encoding="utf-8")
            unfinished.replace(path)
        return str(path)


class NodeModulesFinder(BaseFinder):
    """Finds the files named in `PACKAGES` below the settings' `NODE_MODULES`."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.storages: dict[str, FileSystemStorage] = {}
        for prefix, (folder, _names) in PACKAGES.items():
            storage = FileSystemStorage(location=settings.NODE_MODULES / folder)
            vars(storage)["prefix"] = prefix
            self.storages[prefix] = storage

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The place of the static file `path` on disk."""
        prefix, _slash, name = path.rpartition("/")
        found = (
            [self.storages[prefix].path(name)] if prefix in PACKAGES and name in PACKAGES[prefix][1] else []
        )
        return found if find_all else (found[0] if found else None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every named file with its storage, for collectstatic."""
        for prefix, (_folder, names) in PACKAGES.items():
            for name in names:
                yield name, self.storages[prefix]
