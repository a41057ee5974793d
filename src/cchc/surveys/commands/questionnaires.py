"""The verb of questionnaires: check a file, and say every fault of it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from cchc.core.words.messages import Faults, Message
from cchc.files.faults import fault_json, fault_text, notice_data, notice_text
from cchc.surveys.exchange.questionnaire_file import questionnaire_at
from cchc.texts.speaking import speaker


def check_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc survey questionnaire check`."""
    say = speaker("surveys")
    file = Message("the questionnaire (.xlsx, .toml, or an XLSForm)")
    parser.add_argument("file", metavar="FILE", type=Path, help=say(file))
    parser.add_argument("--json", action="store_true", help=say(Message("print the result as JSON")))


def check(args: Namespace) -> int:
    """Print every fault of a questionnaire, or how much it asks and what of the file was left out; returns the exit
    code."""
    say = speaker("surveys")
    try:
        read = questionnaire_at(args.file)
    except Faults as faults:
        if args.json:
            sys.stdout.writelines(fault_json(faults.faults, say))
        sys.stderr.write(fault_text(faults.faults, say) + "\n")
        return 1
    questions = read.questions
    if args.json:
        content = {
            "questionnaire": read.code,
            "title": read.title,
            "items": read.items,
            "factors": {factor.code: list(factor.items) for factor in questions.factors},
            "lost": [notice_data(one, say) for one in read.lost],
            "faults": [],
        }
        sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2) + "\n")
        return 0
    what = Message(
        "{title}: no fault. Sections: {sections}; questions: {items}; factors: {factors}.",
        title=read.title, sections=len(questions.sections), items=read.items, factors=len(questions.factors),
    )  # fmt: skip
    sys.stdout.write(say(what) + "\n" + notice_text(read.lost, say))
    return 0
