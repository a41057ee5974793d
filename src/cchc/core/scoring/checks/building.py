"""Building a set: from the texts of a criteria file to a `CriteriaSet`, or to every fault in it with its place."""

from __future__ import annotations

from cchc.core.scoring.checks.check import Check
from cchc.core.scoring.checks.laws import check_figures, check_lengths, check_total
from cchc.core.scoring.checks.settings import SettingsReader
from cchc.core.scoring.checks.tree import read_tree
from cchc.core.scoring.criteria.document import Document, Field, Fields
from cchc.core.scoring.criteria.tree import CriteriaSet, Ties
from cchc.core.words.letters import composed_text
from cchc.core.words.messages import Faults, Message, Place
from cchc.core.words.numbers import ROUNDINGS

UNIT_KINDS = (
    "province", "department", "district", "commune", "division", "centre", "central_agency",
)  # fmt: skip


def criteria_of(document: Document) -> CriteriaSet:
    """The set that `document` writes; raises `Faults` with everything wrong in it, in the order of the file."""
    return build(document, Check())


def trusted_criteria_of(document: Document) -> CriteriaSet:
    """The set of a document that was checked when it was taken in: what was published once can always be read.

    Today's laws of a good set (sums, reach, worked examples) are not asked again; raises `Faults` only where the texts
    cannot be understood.
    """
    return build(document, Check(lawful=True))


def build(document: Document, check: Check) -> CriteriaSet:
    """The set of `document`; raises `Faults` with all that `check` has noted."""
    criteria = read_criteria(composed_document(document), check)
    if check.faults or criteria is None:
        raise Faults(sorted(check.faults, key=lambda fault: place_order(fault.place)))
    return criteria


def composed_document(document: Document) -> Document:
    """`document` with every letter as one sign: texts that look alike are alike."""
    return Document(
        document.place,
        composed_fields(document.settings),
        [composed_fields(fields) for fields in document.grades],
        [composed_fields(fields) for fields in document.nodes],
    )


def composed_fields(fields: Fields) -> Fields:
    return {name: Field(composed_text(field.text), field.place) for name, field in fields.items()}


def place_order(place: Place) -> tuple[str, int]:
    return (place.sheet or "", place.line or place.row or 0)


def read_criteria(document: Document, check: Check) -> CriteriaSet | None:
    """The set as far as it can be understood, its faults noted; None without a tree."""
    settings = SettingsReader(check, document)
    settings.refuse_unknown()
    check_lengths(check, document)
    nodes = read_tree(check, document)
    for name in ("id", "title", "version", "unit_kind"):
        if name not in document.settings:
            check.fault(
                document.place,
                Message("{name} of the set", name=name),
                Message("{name} is missing", name=name),
            )
    unit_kind = settings.one_of("unit_kind", UNIT_KINDS, "department")
    criteria = CriteriaSet(
        id=settings.text("id"), title=settings.text("title"), version=settings.text("version"), unit_kind=unit_kind,
        nodes=nodes, first_year=settings.year("first_year"), last_year=settings.year("last_year"),
        decision=settings.decision(), note=settings.text("note"), places=settings.places(),
        rounding=settings.one_of("rounding", ROUNDINGS, "half_up"),
        ties=Ties(settings.one_of("ties", tuple(Ties), Ties.COMPETITION)),
        survey_optional=settings.yes("survey_optional", False),
        bonus_above_total=settings.yes("bonus_above_total", True),
        grades=settings.grades(nodes),
        grade_exact=settings.one_of("grade_by", ("printed", "exact"), "printed") == "exact",
        voting=settings.voting(),
    )  # fmt: skip
    check_total(check, document, criteria)
    check_figures(check, document, criteria)
    return criteria if nodes else None
