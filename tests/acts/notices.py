"""Acts on one's own notices."""

from __future__ import annotations

from typing import Any

from tests.acts.table import Data, act


@act("notices:seen")
def _() -> tuple[list[Any], Data]:
    return [], {"last": "1"}


@act("notices:preferences", "notices.preference_changed")
def _() -> tuple[list[Any], Data]:
    return [], {"email": "can.bo@tinh.example", "how": "at_once"}
