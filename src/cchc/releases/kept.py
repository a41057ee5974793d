"""What of this room can never change: a release once it is public, but that a correction puts it aside; the acts that
made points of files final; the public keys of units; the templates of papers. And what is played against the log."""

from __future__ import annotations

from cchc.audit.frozen import Frozen
from cchc.audit.played import Played
from cchc.core.words.messages import Message
from cchc.releases.models import FileFinal, FileFinalUndoing, PaperTemplate, Release, UnitKey

FROZEN = (
    Frozen(
        "releases_release",
        when="{row}.state <> 'draft'",
        free=("state",),
        free_to="{row}.state = 'superseded'",
    ),
    Frozen("releases_filefinal"),
    Frozen("releases_filefinalundoing"),
    Frozen("releases_unitkey"),
    Frozen("releases_papertemplate"),
)

PLAYED = (
    Played(
        code="releases.release",
        words=Message("Release"),
        model=Release,
        fields=(
            "cycle_id",
            "year",
            "number",
            "state",
            "level",
            "decision_number",
            "decision_on",
            "signer",
            "released_on",
            "reason",
            "sha256",
            "root",
        ),
    ),
    Played(
        code="releases.final",
        words=Message("Final points of files"),
        model=FileFinal,
        fields=("cycle_id", "number", "sha256"),
    ),
    Played(
        code="releases.undoing",
        words=Message("Final points of files undone"),
        model=FileFinalUndoing,
        fields=("final_id", "reason"),
    ),
    Played(
        code="releases.key", words=Message("Public key of a unit"), model=UnitKey, fields=("unit_id", "key")
    ),
    Played(
        code="releases.template",
        words=Message("Template of a paper"),
        model=PaperTemplate,
        fields=("kind", "number", "file_id"),
    ),
)
