"""The models of report frames that come with the platform. They are ours, so they are read without an enclosure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cchc.core.plans.reports.content import frame_text
from cchc.core.plans.reports.reading import frame_of_document
from cchc.core.words.messages import Fault, Faults
from cchc.following.exchange.frame_texts import read_frame_toml


@dataclass(frozen=True, slots=True)
class ModelFrame:
    """A model to start from: its code, its name, how many rows it has, its canonical text."""

    code: str
    name: str
    rows: int
    text: str


@cache
def frames_in(folder: Path) -> tuple[ModelFrame, ...]:
    """Return the models in a folder, by the names of their files. Raises `Faults` for one that is no frame."""
    return tuple(_model(path) for path in sorted(folder.glob("*.toml")))


def _model(path: Path) -> ModelFrame:
    faults: list[Fault] = []
    document = read_frame_toml(path.read_text("utf-8"), path.name, faults)
    if faults:
        raise Faults(faults)
    frame = frame_of_document(document)
    return ModelFrame(frame.code, frame.name, len(frame.rows), frame_text(frame))
