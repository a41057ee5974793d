"""Queries of prepared files: their place on the disk, and the answer that sends one."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cchc.documents.models import PreparedFile
from cchc.documents.queries import response_with
from cchc.documents.queries.downloads import mark_as_download


class OutdatedFile(Exception):
    """Raised by the maker of a file when the rows have changed since the file was asked for."""


def place_of(prepared: PreparedFile) -> Path:
    """Return the path of the file's bytes: beside the stored files, never among them."""
    return folder() / str(prepared.pk)


def folder() -> Path:
    """Return the folder of the prepared files."""
    return Path(settings.MEDIA_ROOT) / "prepared"


def is_there(prepared: PreparedFile) -> bool:
    """Whether the file was made and its bytes are on the disk; a restored backup may know of files that are gone."""
    return prepared.state == PreparedFile.State.DONE and place_of(prepared).exists()


def prepared_file(prepared: PreparedFile, asked: HttpRequest) -> HttpResponseBase:
    """Return the answer that sends the file, for the room that owns it to give after its own check."""
    response = response_with(place_of(prepared), f"{prepared.pk}-{prepared.version}", asked)
    mark_as_download(response, prepared.name, prepared.type)
    return response
