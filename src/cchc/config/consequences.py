"""The answers to the events and questions of all rooms: the one table of `access.events`."""

from cchc.accounts.consequences import account_closed
from cchc.appraisal.actions.advising import want_opinion
from cchc.appraisal.actions.documents import (
    link_evidence_to_justifications,
    move_justification_links,
    note_first_look_at_justifications,
)
from cchc.appraisal.actions.handing_in import (
    lock_justifications,
    reopen_justification,
    thaw_justifications,
    unfinished_justifications,
)
from cchc.appraisal.actions.opening import (
    appraisals_built,
    fit_appraisals,
    open_appraisal,
    put_appraisal_away,
)
from cchc.appraisal.queries.documents import (
    documents_handed_in_with_justifications,
    documents_of_justifications,
    evidence_wanted_for_justification,
    justifications_keeping,
    uses_in_justifications,
)
from cchc.appraisal.queries.requests import opinions_for
from cchc.appraisal.queries.sight import concealed_appraisals
from cchc.appraisal.queries.thread import appraisals_in_thread
from cchc.appraisal.queries.unsent import unsent_appraisals
from cchc.audit.consequences import concealed_subjects
from cchc.council.actions.finishing import refuse_when_final
from cchc.council.queries.final import final_points_since, left_until_final
from cchc.council.queries.thread import concealed_items, decisions_in_thread
from cchc.criteria.consequences import known_sources
from cchc.cycles.consequences import (
    built_on,
    cycle_closing,
    cycle_opened,
    fed_figures,
    handed_in,
    holidays_changed,
    index_moves,
    left_before_final,
    near_units,
    not_applicable_asked,
    open_tasks,
    participation_changed,
    phase_locked,
    phase_reopened,
    phase_unlocked,
    request_opinions,
    scored_cells,
    scored_units,
    unscored_units,
    unsent_stages,
    waiting_changes,
)
from cchc.documents.consequences import (
    brought_template,
    document_replaced,
    document_seen,
    evidence_given,
    handed_in_documents,
    keepers_of,
    meanings_of,
    shown_documents,
    uses_of,
    wanted_evidence,
)
from cchc.fieldwork.actions.closing import part_people_from_answers
from cchc.following.actions.beginning import follow_plan, forget_plan
from cchc.following.actions.calendar import end_calendar_of_closed_account
from cchc.following.actions.products import link_given_products, move_products
from cchc.following.actions.settling import look_again
from cchc.following.queries.built import progress_built
from cchc.following.queries.completion import figures_of_plans, sources_of_plans
from cchc.following.queries.products import (
    documents_of_records,
    meanings_of_products,
    products_wanted,
    records_keeping,
    uses_in_records,
)
from cchc.following.queries.report_documents import documents_of_reports, reports_keeping, uses_in_reports
from cchc.following.queries.report_sources import figures_of_reports, sources_of_reports
from cchc.following.queries.standing import measures_by_work
from cchc.plans.actions.plans import move_due_days
from cchc.plans.consequences import built_on_plan, measures_followed, plan_in_force, plan_taken_back
from cchc.plans.queries.documents import documents_of_plans, uses_in_plans
from cchc.releases.actions.files import files_final_since, refuse_when_settled
from cchc.releases.queries.templates import brought_templates
from cchc.results.actions import recompute_before_closing, recompute_for_scores, recompute_if_scored
from cchc.results.queries.accounts import units_without_index
from cchc.scores.consequences import final_since, leaf_thread, scores_changed
from cchc.scores.queries.cells import moves_of_index, scores_in_cells, units_with_scores
from cchc.scores.queries.interests import units_apart
from cchc.scores.queries.requests import changes_that_wait
from cchc.scores.queries.sources import figures_of_last_year, sources_of_last_year
from cchc.self_scoring.actions.documents import link_given_evidence, move_links
from cchc.self_scoring.actions.returning import freeze_unsubmitted, reopen_sheet, thaw_unsubmitted
from cchc.self_scoring.actions.seeing import note_first_look
from cchc.self_scoring.actions.sheets import fit_sheets, open_sheets
from cchc.self_scoring.consequences import sheet_given_back, sheet_submitted
from cchc.self_scoring.queries.documents import (
    documents_handed_in,
    documents_of_sheets,
    evidence_wanted,
    sheets_keeping,
    uses_in_sheets,
)
from cchc.self_scoring.queries.progress import sheets_handed_in, unfinished_sheets, units_with_answers
from cchc.self_scoring.queries.submissions import submissions_built
from cchc.self_scoring.queries.thread import self_scores_in_thread
from cchc.surveys.consequences import survey_closed
from cchc.surveys.queries.sources import figures_of_surveys, sources_of_surveys
from cchc.surveys.queries.thread import surveys_in_thread
from cchc.units.consequences import units_changed

ANSWERS = (
    account_closed.answered_by(end_calendar_of_closed_account),
    brought_template.answered_by(brought_templates),
    concealed_subjects.answered_by(concealed_appraisals, concealed_items),
    fed_figures.answered_by(figures_of_last_year, figures_of_plans, figures_of_reports, figures_of_surveys),
    known_sources.answered_by(sources_of_last_year, sources_of_plans, sources_of_reports, sources_of_surveys),
    participation_changed.answered_by(
        refuse_when_settled, refuse_when_final, fit_sheets, fit_appraisals, recompute_if_scored
    ),
    holidays_changed.answered_by(move_due_days, look_again),
    units_changed.answered_by(look_again),
    survey_closed.answered_by(part_people_from_answers),
    plan_in_force.answered_by(follow_plan),
    plan_taken_back.answered_by(forget_plan),
    built_on_plan.answered_by(progress_built),
    measures_followed.answered_by(measures_by_work),
    scores_changed.answered_by(recompute_for_scores),
    leaf_thread.answered_by(
        self_scores_in_thread, appraisals_in_thread, surveys_in_thread, decisions_in_thread
    ),
    final_since.answered_by(final_points_since, files_final_since),
    unsent_stages.answered_by(unsent_appraisals),
    left_before_final.answered_by(left_until_final),
    unscored_units.answered_by(units_without_index),
    waiting_changes.answered_by(changes_that_wait),
    scored_cells.answered_by(scores_in_cells),
    scored_units.answered_by(units_with_scores, units_with_answers),
    index_moves.answered_by(moves_of_index),
    near_units.answered_by(units_apart),
    handed_in.answered_by(sheets_handed_in),
    not_applicable_asked.answered_by(want_opinion),
    request_opinions.answered_by(opinions_for),
    cycle_opened.answered_by(open_sheets),
    cycle_closing.answered_by(recompute_before_closing),
    phase_locked.answered_by(freeze_unsubmitted, lock_justifications),
    phase_unlocked.answered_by(thaw_unsubmitted, thaw_justifications),
    phase_reopened.answered_by(reopen_sheet, reopen_justification),
    sheet_submitted.answered_by(open_appraisal),
    sheet_given_back.answered_by(put_appraisal_away),
    built_on.answered_by(submissions_built, appraisals_built),
    open_tasks.answered_by(unfinished_sheets, unfinished_justifications),
    shown_documents.answered_by(
        documents_of_plans,
        documents_of_records,
        documents_of_reports,
        documents_of_sheets,
        documents_of_justifications,
    ),
    handed_in_documents.answered_by(documents_handed_in, documents_handed_in_with_justifications),
    uses_of.answered_by(
        uses_in_sheets, uses_in_justifications, uses_in_plans, uses_in_records, uses_in_reports
    ),
    meanings_of.answered_by(meanings_of_products),
    wanted_evidence.answered_by(evidence_wanted, evidence_wanted_for_justification, products_wanted),
    evidence_given.answered_by(link_given_evidence, link_evidence_to_justifications, link_given_products),
    document_replaced.answered_by(move_links, move_justification_links, move_products),
    document_seen.answered_by(note_first_look, note_first_look_at_justifications),
    keepers_of.answered_by(sheets_keeping, justifications_keeping, records_keeping, reports_keeping),
)
