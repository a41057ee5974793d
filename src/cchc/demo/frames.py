"""Report frames of the demonstration: the models, issued, and a draft for a circular that is to come."""

from __future__ import annotations

from cchc.access.actor import Actor
from cchc.core.plans.reports.frame import FrameLevel
from cchc.following.actions.frames import FrameEdit, adopt_model_frames, continue_frame, edit_frame
from cchc.following.models import FrameVersion

NEW_ROW = {
    "annex": "1",
    "code": "phi_dia_gioi",
    "number": "17",
    "wording": "Hồ sơ tiếp nhận không phụ thuộc địa giới hành chính",
    "unit": "hồ sơ",
    "covers": "period",
    "whole": "sum",
    "note": "Sẽ lấy từ sổ theo dõi bộ phận một cửa",
}


def load_frames(*, by: Actor) -> list[FrameVersion]:
    """Issue the model frames, and begin a second version of the one of communes with one more row; returns the issued
    ones."""
    issued = adopt_model_frames(by=by)
    commune = next(one for one in issued if one.level == FrameLevel.COMMUNE)
    draft = continue_frame(by=by, version=commune)
    edit_frame(by=by, version=draft, edit=FrameEdit("row", "", NEW_ROW), seen=draft.version)
    return issued
