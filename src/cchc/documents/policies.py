"""Which files are taken. Who may read one is decided by the room that owns it."""

from cchc.files.kinds import FileKind

MOST_BYTES = 50_000_000
TYPES = tuple(kind.value for kind in FileKind)
