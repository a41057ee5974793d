"""The criteria sets of the demonstration: the model sets, the small one of every kind as a draft, shallow ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cchc.access.actor import Actor
from cchc.core.papers.basis import NO_BASIS, LegalBasis
from cchc.core.scoring.criteria.document import document_of
from cchc.core.scoring.criteria.tree import Aggregation, CriteriaSet, Node
from cchc.criteria.actions import publish_version, upload_version
from cchc.criteria.exchange.reading import read_set_file
from cchc.criteria.exchange.toml import write_toml
from cchc.criteria.models import CriteriaVersion
from cchc.criteria.queries import criteria_of

DEPARTMENTS = Path("content/criteria/mau-so-2026.toml")
COMMUNES = Path("content/criteria/mau-xa-2026.toml")
EVERY_KIND = Path("content/criteria/moi-kieu-quy-tac.toml")
QUANG_BINH = Path("examples/quang-binh-2023")
DECISION = LegalBasis("68/QĐ-UBND", date(2026, 1, 12))  # of the made-up province, about both of its sets
NEEDED = (DEPARTMENTS, COMMUNES, EVERY_KIND, QUANG_BINH / "set.toml", QUANG_BINH / "points.csv")


class Sets(NamedTuple):
    """The published versions that the cycles use."""

    departments: CriteriaVersion
    communes: CriteriaVersion
    districts: CriteriaVersion
    old_communes: CriteriaVersion
    quang_binh: CriteriaVersion


def load_sets(root: Path, *, by: Actor) -> Sets:
    """Upload every set and publish all but the small one."""
    _uploaded(by, (root / EVERY_KIND).read_bytes(), EVERY_KIND.name)
    departments = _published(by, (root / DEPARTMENTS).read_bytes(), DEPARTMENTS.name, DECISION)
    communes = _published(by, (root / COMMUNES).read_bytes(), COMMUNES.name, DECISION)
    quang_binh = _published(by, (root / QUANG_BINH / "set.toml").read_bytes(), "quang-binh-2023.toml")
    criteria = criteria_of(communes)
    districts = shallow(criteria, "tong-hop-huyen", "district", "cấp huyện")
    old_communes = shallow(criteria, "tong-hop-xa", "commune", "cấp xã")
    return Sets(
        departments,
        communes,
        _published(by, _file(districts), "tong-hop-huyen-2024.toml"),
        _published(by, _file(old_communes), "tong-hop-xa-2024.toml"),
        quang_binh,
    )


def shallow(criteria: CriteriaSet, set_id: str, unit_kind: str, level: str) -> CriteriaSet:
    """Return the domains of `criteria` alone, for a year with nothing but the published table of domains."""
    return replace(
        criteria,
        id=set_id,
        title=f"Chỉ số cải cách hành chính năm 2024 của {level}, theo lĩnh vực",
        version="2024",
        unit_kind=unit_kind,
        first_year=2024,
        last_year=2024,
        note="Chỉ có điểm theo lĩnh vực đã công bố; cấp huyện kết thúc hoạt động từ ngày 01/7/2025.",
        nodes=tuple(_alone(node) for node in criteria.domains),
    )


def _alone(domain: Node) -> Node:
    return Node(domain.number, domain.name, domain.maximum, domain.part, Aggregation.SUM)


def _file(criteria: CriteriaSet) -> bytes:
    return write_toml(document_of(criteria)).encode()


def _published(by: Actor, content: bytes, file: str, basis: LegalBasis = NO_BASIS) -> CriteriaVersion:
    return publish_version(by=by, version=_uploaded(by, content, file), basis=basis)


def _uploaded(by: Actor, content: bytes, file: str) -> CriteriaVersion:
    return upload_version(by=by, read=read_set_file(content, file), data=content, file=file)
