"""Acts of releases: templates of papers."""

from __future__ import annotations

from typing import Any

from cchc.access.permissions import Role
from cchc.releases.actions.templates import BROUGHT, STANDARD
from cchc.releases.exchange.papers.kinds import standard_template
from cchc.releases.exchange.papers.naming import PaperKind
from cchc.releases.queries.templates import standing_number
from tests import builders
from tests.acts.table import Data, Upload, act, agreed
from tests.builders.releases import a_template


@act("releases:template", once=BROUGHT)
def _() -> tuple[list[Any], Data]:
    kind = PaperKind.LETTER
    return [kind.value], {
        "file": Upload("mau-thong-bao.docx", standard_template(kind)),
        "seen": standing_number(kind),
    }


@act("releases:template_standard", once=STANDARD)
def _() -> tuple[list[Any], Data]:
    kind = PaperKind.DECISION
    a_template(kind, by=builders.an_actor(Role.ADMINISTRATOR))
    return agreed("releases:template_standard", [kind.value], {})
