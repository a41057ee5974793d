"""Which files are taken. Who may read one is decided by the room that owns it."""

MOST_BYTES = 50_000_000
TYPES = ("xlsx", "csv", "toml", "docx", "pdf", "txt", "tsv")
