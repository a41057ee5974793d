"""Static files of the npm packages: only the named ones, under `vendor/`; nothing of them is copied into our code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
}


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
