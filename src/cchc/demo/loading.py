"""Loading the demonstration whole, or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.apps import apps
from django.db import transaction

from cchc.access.permissions import Role
from cchc.core.papers.basis import LegalBasis
from cchc.cycles.actions import add_holidays, close_cycle
from cchc.cycles.exchange import proposed_holidays
from cchc.demo import appraisals, councils, past_round, releases, scores, sheets, years
from cchc.demo.checking import load_back_check
from cchc.demo.feedback import load_feedback
from cchc.demo.fieldwork import load_fieldwork
from cchc.demo.following import follow
from cchc.demo.frames import load_frames
from cchc.demo.people import load_people, system
from cchc.demo.places import PROVINCE, load_units
from cchc.demo.plans import load_plans
from cchc.demo.questionnaires import load_questionnaires
from cchc.demo.remedies import load_remedies
from cchc.demo.reports import load_reports
from cchc.demo.sets import NEEDED, load_sets
from cchc.demo.surveys import design_surveys_of, load_surveys_of
from cchc.demo.unit_figures import load_unit_figures
from cchc.results.actions import recompute_marked
from cchc.units.models import Unit

CORRECTED = 2025  # the year whose release was corrected
CORRECTION = LegalBasis("325a/QĐ-UBND", date(2026, 4, 20))

OURS = (
    *(
        "accounts",
        "analysis",
        "appraisal",
        "audit",
        "council",
        "criteria",
        "cycles",
        "documents",
        "fieldwork",
        "following",
        "notices",
        "plans",
        "portal",
        "releases",
        "results",
        "scores",
    ),
    *("self_scoring", "surveys", "units"),
)


class NotFound(Exception):
    """Raised when the files of the demonstration are missing; carries the first of them."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class Occupied(Exception):
    """Raised when the database has rows of others."""


def repository() -> Path:
    """Return the folder with `content/` and `examples/`: the nearest one above this file. Raises `NotFound`."""
    above = Path(__file__).resolve().parents
    root = next((folder for folder in above if (folder / "content").is_dir()), above[4])
    missing = next((root / path for path in NEEDED if not (root / path).is_file()), None)
    if missing:
        raise NotFound(missing)
    return root


def is_loaded() -> bool:
    """Whether the demonstration is in the database already."""
    return Unit.objects.filter(name=PROVINCE).exists()


def is_empty() -> bool:
    """Whether the database has no row of any room."""
    return not any(
        model._default_manager.exists() for room in OURS for model in apps.get_app_config(room).get_models()
    )


@transaction.atomic
def load(today: date) -> None:
    """Load everything into an empty database. Raises `Occupied` and `NotFound`; then nothing is written."""
    root = repository()
    if not is_empty():
        raise Occupied
    province = load_units(by=system())
    people = load_people(province)
    by = people[Role.COORDINATOR]
    hands = scores.Hands(by, second=people[Role.ADMINISTRATOR])
    issued = load_questionnaires(by=by)
    sets = load_sets(root, by=by)
    published = years.quang_binh(root, sets, by=by)
    scores.load_quang_binh(root, published, hands)
    close_cycle(by=by, cycle=published.cycle)
    for make in (years.year_2024, years.year_2025):
        past = make(province, sets, by=by)
        decision = LegalBasis(f"{past.year - 1700}/QĐ-UBND", date(past.year + 1, 3, 16))
        load_surveys_of(past, issued, by=by)
        past_round.load_round(past)
        scores.load_past(past, hands)
        past_round.load_decision(past, decision)
        if past.year == CORRECTED:
            releases.load_releases(past, hands, decision, CORRECTION)
        close_cycle(by=by, cycle=past, basis=decision)
        if past.year != CORRECTED:
            releases.load_first_release(past, hands, decision)
    load_unit_figures(by=by)
    running = years.year_2026(past, today, by=by)
    drawn = scores.load_survey(running, hands)
    sheets.load_sheets(running, drawn, today, by=by)
    appraisals.load_appraisals(running, drawn, today)
    councils.load_invitation(running)
    scores.correct(running, hands)
    design_surveys_of(running, issued, by=by)
    load_back_check(load_fieldwork(running, issued, today, by=by), today, by=by)
    add_holidays(by=by, rows=proposed_holidays(running.year))
    load_frames(by=by)
    follow(load_plans(province, by=by), today, by=by)
    load_remedies(past, province, by=by)
    load_reports(province, today, by=by)
    recompute_marked()
    load_feedback(by=by, year=CORRECTED, today=today)
    years.practice_of(running, today, by=by)
