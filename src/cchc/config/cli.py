"""`cchc`: the command line. It looks up the verb in a table and imports only the module that owns it.

A verb `score` of the module `cchc.results.commands` is two functions there: `score_arguments(parser)`, which
declares its arguments on an `argparse.ArgumentParser`, and `score(args) -> int`, which does it and returns
the exit code (0 done, 1 faulty input). Wrong usage exits with 2. A verb that needs the database calls
`cchc.access.starting.open_database()` itself; the others run, and start, without Django. The language is
Vietnamese, or what `CCHC_LANGUAGE` says.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

from cchc.access.starting import SettingsRefused, why_not_ready
from cchc.config.environment import read_language
from cchc.core.words.messages import Fault, Faults, Message
from cchc.files.faults import fault_text
from cchc.texts.speaking import speaker, speaking_in, translator

VERBS: dict[str, tuple[str, Message]] = {
    "score": (
        "cchc.results.commands",
        Message("Score a points file by a criteria set and print the ranking."),
    ),
    "criteria check": (
        "cchc.criteria.commands",
        Message("Check a criteria set and print every fault with its place."),
    ),
    "criteria template": (
        "cchc.scores.commands",
        Message("Write the empty points file of a criteria set."),
    ),
    "criteria convert": (
        "cchc.criteria.commands",
        Message("Turn a criteria set from TOML into Excel, or back."),
    ),
    "sources": (
        "cchc.criteria.commands",
        Message("List the sources that can feed declared figures of a criteria set."),
    ),
    "plan read": (
        "cchc.plans.commands",
        Message(
            "Read an issued plan (Word, PDF, Excel, text) and print its measures and what is wrong in it."
        ),
    ),
    "plan mark": (
        "cchc.plans.commands",
        Message(
            "Write an issued plan anew with what is wrong in it in its margin (Word, Excel) or as a list."
        ),
    ),
    "survey questionnaire check": (
        "cchc.surveys.commands.questionnaires",
        Message("Check a questionnaire of a survey and print every fault with its place."),
    ),
    "survey estimate": (
        "cchc.surveys.commands.estimating",
        Message("Estimate rates with their errors from a file of answers and the design of the survey."),
    ),
    "survey sample": (
        "cchc.surveys.commands.sampling",
        Message("Draw a sample from a frame by the design of a survey, so that anybody can draw it again."),
    ),
    "survey verify": (
        "cchc.releases.commands.surveys",
        Message("Estimate anew from the answers what a release says that surveys found, and compare."),
    ),
    "fieldwork key": (
        "cchc.fieldwork.commands",
        Message("Make the key that opens the sealed exports of telephones, and print where it is kept."),
    ),
    "fieldwork take": (
        "cchc.fieldwork.commands",
        Message("Open the sealed export of a telephone and receive its forms."),
    ),
    "fieldwork epoch": (
        "cchc.fieldwork.commands",
        Message("After a database was restored: let telephones offer to send again what it has not."),
    ),
    "serve": (
        "cchc.config.commands",
        Message("Bring the database up to date, serve the pages and work in the background."),
    ),
    "work": ("cchc.config.commands", Message("Work in the background: read files, seal the log.")),
    "migrate": ("cchc.config.commands", Message("Bring the database up to date.")),
    "backup": (
        "cchc.config.commands",
        Message("Copy database and files into a folder and read the copies again."),
    ),
    "vulnerabilities": (
        "cchc.config.commands",
        Message("Print what is known against the packages of the lock, by OSV records in a zip."),
    ),
    "demo": ("cchc.demo.commands", Message("Load the made-up province of the demonstration.")),
    "administrator": ("cchc.accounts.commands", Message("Give somebody the first administrator's account.")),
    "letters": (
        "cchc.notices.commands",
        Message("Print how the letters by e-mail stand; send one to try the mail server."),
    ),
    "release papers": (
        "cchc.releases.commands",
        Message("Print the decision, the note for the press and all letters of a release as Word files."),
    ),
    "release verify": (
        "cchc.releases.commands",
        Message("Verify the bundle of a release: sums, signature and every figure, without a database."),
    ),
    "portal boundaries": (
        "cchc.portal.commands",
        Message("Read the boundaries of the units (GeoJSON) for the map of the portal."),
    ),
    "portal export": (
        "cchc.portal.commands",
        Message("Write the whole portal as files for another web server, or compare such a copy."),
    ),
    "verify": ("cchc.audit.commands", Message("Check the log, and the tables and files against it.")),
}

ARGPARSE = (
    Message("usage: "),
    Message("options"),
    Message("positional arguments"),
    Message("show this help message and exit"),
    Message("the following arguments are required: %s"),
    Message("unrecognized arguments: %s"),
    Message("expected one argument"),
    Message("invalid choice: %(value)r (choose from %(choices)s)"),
    Message("argument %(argument_name)s: %(message)s"),
    Message("%(prog)s: error: %(message)s\n"),
    Message("not allowed with argument %s"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; returns its exit code."""
    _speak_utf8()
    try:
        code = read_language()
    except Faults as error:
        return _refused(error.faults)
    with speaking_in(code):
        return _run(list(sys.argv[1:] if arguments is None else arguments))


def _refused(faults: Sequence[Fault]) -> int:
    """Print which settings of the environment cannot be understood; returns the exit code."""
    say = speaker("config")
    words = Message("Settings of the environment cannot be understood; nothing was done.")
    print(f"{say(words)}\n{fault_text(faults, say)}", file=sys.stderr)
    return 1


def _run(words: list[str]) -> int:
    vars(argparse)["_"] = translator("config")  # argparse offers no other way to be translated
    name = _verb(words)
    if name is None:
        return _overview(words)
    module = import_module(VERBS[name][0])
    function = name.split()[-1]
    parser = argparse.ArgumentParser(f"cchc {name}", description=speaker("config")(VERBS[name][1]))
    declare: Callable[[argparse.ArgumentParser], None] = getattr(module, f"{function}_arguments")
    declare(parser)
    run: Callable[[argparse.Namespace], int] = getattr(module, function)
    return _printed(run, parser.parse_args(words[len(name.split()) :]))


def _printed(run: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    """Run a verb; returns its exit code.

    Prints a sentence instead of a traceback when the installation is not ready, the database does not answer, the
    reader of the output has gone, or the disk is full.
    """
    try:
        code = run(arguments)
        sys.stdout.flush()
    except OSError as error:
        if error.filename is not None:
            raise
        with open(os.devnull, "w") as nothing:
            os.dup2(nothing.fileno(), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            broken = Message("the output cannot be written: {reason}", reason=error.strerror or "")
            sys.stderr.write(speaker("config")(broken) + "\n")
        return 2
    except SettingsRefused as refused:
        return _refused(refused.faults)
    except Exception as error:
        why = why_not_ready(error)
        if why is None:
            raise
        print(speaker("access")(why), file=sys.stderr)
        return 1
    return code


def _speak_utf8() -> None:
    """Set the output to UTF-8, which a system without language settings, or a pipe on Windows, does not choose by
    itself."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - as long as the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _verb(words: list[str]) -> str | None:
    """The verb of one to three words with which the command line begins."""
    return next((name for most in (3, 2, 1) if (name := " ".join(words[:most])) in VERBS), None)


def _overview(words: list[str]) -> int:
    """Print every verb in a line; returns exit code 2 unless the overview was asked for."""
    say = speaker("config")
    asked = words in (["-h"], ["--help"], ["help"])
    lines = [say(Message("usage: ")) + "cchc " + say(Message("VERB …")), ""]
    width = max(map(len, VERBS))
    lines += [f"  {name:<{width}} {say(sentence)}" for name, (_module, sentence) in VERBS.items()]
    print("\n".join(lines), file=sys.stdout if asked else sys.stderr)
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main())
