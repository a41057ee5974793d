"""The accepted kinds of files. The room that owns a file decides who may read it."""

from cchc.files.kinds import FileKind

MOST_BYTES = 50_000_000
TYPES = tuple(kind.value for kind in FileKind)
