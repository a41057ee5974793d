"""The words that the application of enumerators says, which its page brings along: a script says none of its own."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words_of_the_application() -> dict[str, str]:
    """The words by their names in the scripts; `{…}` are gaps that the scripts fill."""
    return {**_of_the_list(), **_of_states(), **_of_questions()}


def _of_the_list() -> dict[str, str]:
    return {
        "title": _("My forms"),
        "standing": _("{count} forms, {waiting} wait to be sent."),
        "no_forms": _(
            "No form is yours at the moment. Forms that are given to you come with the next exchange."
        ),
        "all_units": _("All rated units"),
        "meet": _("Send and receive now"),
        "meeting": _("Sending and receiving…"),
        "no_network": _(
            "The server cannot be reached. Go on filling forms: they are kept on this telephone and sent later."
        ),
        "trouble": _(
            "The server answered something that is not understood. Nothing was lost: it is tried again."
        ),
        "clock_off": _(
            "The clock of this telephone is wrong by {minutes} minutes. Forms are sent all the same; set it right."
        ),
        "restored": _("The server was restored from a backup and has {count} of your forms no more."),
        "send_lost": _("Send them again"),
        "unconnected": _("This telephone is not connected yet, or its storage was cleared."),
        "connect": _("Connect it"),
        "machine": _("This telephone"),
        "device": _("Connected as: {name}"),
        "told_at": _("The server was last reached at {at}."),
        "never_told": _("The server was not reached yet."),
        "persisted": _("The telephone keeps the forms also when its storage is short."),
        "not_persisted": _(
            "The telephone did not promise to keep the forms when its storage is short: send them often, and put the "
            "application on the home screen."
        ),
        "export": _("Write the forms into a sealed file"),
        "no_key": _("Sealed files are not set up: ask the administrator."),
        "newer": _("A newer version of the application is here. Your forms stay as they are."),
        "take_newer": _("Use it now"),
    }


def _of_states() -> dict[str, str]:
    return {
        "form": _("Form no. {number}"),
        "state_open": _("To be asked"),
        "state_back": _("Sent back to be corrected"),
        "state_elsewhere": _("To be corrected on the other telephone"),
        "state_filling": _("Begun"),
        "state_ready": _("Waits to be sent"),
        "state_frozen": _("Sent, no receipt yet"),
        "state_received": _("Received by the server"),
        "state_refused": _("Not taken by the server."),
        "state_lost": _("The server has it no more"),
        "state_returned": _("Answered already"),
        "state_not_reached": _("Respondent was not reached"),
        "state_declined": _("Respondent refused"),
        "state_say_refused": _("Refused: waits to be sent"),
        "state_say_not_reached": _("Not reached: waits to be sent"),
        "state_not_noted": _("Not noted by the server."),
        "state_void": _("Form was made void"),
        "receipt": _("Receipt no. {number}"),
        "edit": _("Correct the answers"),
        "send_again": _("Send it again"),
        "drop": _("Remove it from this telephone"),
        "back": _("Back to the list"),
    }


def _of_questions() -> dict[str, str]:
    return {
        "consent_asked": _("Ask the respondent first"),
        "agreed": _("The respondent agrees: begin"),
        "say_refused": _("The respondent refuses"),
        "say_not_reached": _("The respondent is not reached"),
        "why_refused": _("Why does the respondent refuse?"),
        "why_not_reached": _("Why is the respondent not reached?"),
        "reasons_refused": _(
            "Does not want to answer;Has no time;Does not know the office that is asked about"
        ),
        "reasons_not_reached": _("Not at home, visited several times;Has moved away;Address not found"),
        "other_reason": _("Another reason"),
        "reason_wanted": _("Choose a reason, or write one."),
        "note_it": _("Note it"),
        "reason": _("Reason: {reason}"),
        "ask_after_all": _("Ask the respondent after all"),
        "unsay": _("Take it back"),
        "progress": _("Question {at} of {of}"),
        "next": _("Next question"),
        "before": _("Question before"),
        "later": _("Later: back to the list"),
        "whole": _("Form no. {number} is whole"),
        "whole_means": _("It is kept on this telephone and sent as soon as there is a network."),
        "done": _("Finish the form"),
        "missing": _("This question wants an answer."),
        "not_chosen": _("Choose one of the answers."),
        "no_number": _("Write a number, with a comma before decimals."),
        "too_low": _("At least {low}."),
        "too_high": _("At most {high}."),
        "too_many_places": _("At most {places} decimals."),
        "too_many": _("This is more than the question takes."),
        "alone": _("“No opinion” stands alone."),
    }
