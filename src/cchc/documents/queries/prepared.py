"""Files that the worker makes: where they are kept, and the answer that hands one over."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http.response import HttpResponseBase

from cchc.documents.models import PreparedFile
from cchc.documents.queries import response_with


class OutdatedFile(Exception):
    """Raised by the maker of a file when what it is made of has changed since the file was asked for."""


def place_of(prepared: PreparedFile) -> Path:
    """Where its bytes are kept: beside the stored files, never among them."""
    return folder() / str(prepared.pk)


def folder() -> Path:
    """Where the files that were made are kept."""
    return Path(settings.MEDIA_ROOT) / "prepared"


def is_there(prepared: PreparedFile) -> bool:
    """Whether it was made and its bytes are kept; a backup that was put back may know of files that are gone."""
    return prepared.state == PreparedFile.State.DONE and place_of(prepared).exists()


def prepared_file(prepared: PreparedFile) -> HttpResponseBase:
    """The answer that hands it over, to be given by the room that owns it after its own check."""
    return response_with(place_of(prepared), prepared.name, prepared.type)
