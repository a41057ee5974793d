"""What the page on installing says is what the settings read."""

from __future__ import annotations

import re
from pathlib import Path

from cchc.config import settings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "admin" / "cai-dat.md"


def test_the_page_lists_every_setting_of_the_environment_and_no_other():
    read = set(re.findall(r'env\.\w+\("([A-Z_]+)"', Path(settings.__file__).read_text(encoding="utf-8")))
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert listed == read | {"CCHC_LANGUAGE"}
