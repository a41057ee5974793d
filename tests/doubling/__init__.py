"""Every reader of texts, the words that its grammar likes, texts that were costly once: for the law of doubling."""

from tests.doubling import core, files, surveys
from tests.doubling.table import CASES, Reader

__all__ = ["CASES", "Reader", "core", "files", "surveys"]
