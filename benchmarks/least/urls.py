"""The addresses of the platform, and a view that does the least that keeps a file: it reads the same body, hashes it,
writes it to the disk and makes one INSERT, for who is signed in."""

from __future__ import annotations

import hashlib
import os
import tempfile
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from cchc.access.decorators import needs
from cchc.access.permissions import Permission
from cchc.accounts.models import SentForm
from cchc.config.urls import urlpatterns as theirs

PIECE = 1 << 18


@needs(Permission.DOCUMENT_EDIT)
def least(request: HttpRequest) -> HttpResponse:
    """Keep the body of the request."""
    digest = hashlib.sha256()
    with tempfile.NamedTemporaryFile(dir=settings.VAR, delete=False) as file:
        while piece := request.read(PIECE):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    SentForm.objects.create(
        person_id=request.actor.person_id, key=digest.hexdigest()[:22], at=timezone.now() - timedelta(days=1)
    )
    os.unlink(file.name)
    return HttpResponse(digest.hexdigest())


urlpatterns = [*theirs, path("least/", least)]
