"""What the pages for administrators of the server say is there: settings, tests, records."""

from __future__ import annotations

import re
from pathlib import Path

from cchc.config import settings

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "admin" / "cai-dat.md"
SECURITY = ROOT / "docs" / "admin" / "security.md"


def test_the_page_lists_every_setting_of_the_environment_and_no_other():
    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', Path(settings.__file__).read_text(encoding="utf-8")))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == read | {"CCHC_LANGUAGE"}


def test_the_page_on_security_names_only_tests_and_records_that_are_there():
    text = SECURITY.read_text(encoding="utf-8")
    tests = re.findall(r"`((?:\w+/)?test_\w+\.py)`", text)
    records = re.findall(r"\]\(\.\./(decisions/[^)]+\.md)\)", text)
    assert len(tests) > 20
    assert [name for name in tests if not (ROOT / "tests" / name).exists()] == []
    assert [name for name in records if not (ROOT / "docs" / name).exists()] == []
