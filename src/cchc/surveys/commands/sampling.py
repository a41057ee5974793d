"""The verb of samples: a design and a frame in, the drawn sample out, without a database."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from cchc.core.surveys.sampling.design import ANY_KIND, RatedUnit, SurveyDesign
from cchc.core.surveys.sampling.frame import SamplingFrame, frame_report
from cchc.core.surveys.sampling.lists import listed_design, lists_of
from cchc.core.surveys.sampling.quotas import TargetCell, quota_report
from cchc.core.surveys.sampling.samples import BETWEEN, REPLACED_WEIGHT, Replacement
from cchc.core.surveys.sampling.sampling import drawn_sample
from cchc.core.words.lengths import MOST, RefusedText, accepted_text
from cchc.core.words.messages import Fault, Faults, Message, Notice, Place
from cchc.core.words.names import spelling_key
from cchc.criteria.commands import is_written_apart, path_ending_in, print_faults, print_json, write_file
from cchc.files.faults import notice_text, printable
from cchc.surveys.exchange.design_file import DESIGN_FILE
from cchc.surveys.exchange.frames import FRAME_FILE
from cchc.surveys.exchange.sample_file import (
    SampleTable,
    frame_hash,
    sample_csv,
    sample_data,
    sample_workbook,
)
from cchc.texts.speaking import language, speaker


@cache
def speaker_in(code: str) -> Callable[[Message], str]:
    """Return a function from a message to its sentence in the language `code`."""
    return speaker("surveys", "criteria", language_code=code)


def say(message: Message) -> str:
    """Return `message` in the language of the command line."""
    return speaker_in(language())(message)


def sample_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of `cchc survey sample`."""
    parser.add_argument(
        "design", metavar="DESIGN", type=Path, help=say(Message("the design of the survey (.toml)"))
    )
    parser.add_argument("frame", metavar="FRAME", type=Path, help=say(Message("the frame (.xlsx or .csv)")))
    parser.add_argument(
        "--sheet", metavar="NAME", help=say(Message("the sheet of the workbook that is the frame"))
    )
    seed = Message("the seed of the draw; without it, that of the design")
    parser.add_argument("--seed", metavar="TEXT", default="", help=say(seed))
    out = Message("where to write the sample; the ending says in which form")
    parser.add_argument("--out", metavar="FILE", type=path_ending_in(".xlsx", ".csv"), help=say(out))
    stages = Message("draw the first stages alone, from a frame that lists units")
    parser.add_argument("--stages", metavar="NUMBER", type=_stages, help=say(stages))
    areas = Message(
        "a list of areas from which a first stage is drawn; given once for each, in their order, the frame then has "
        "the rows of the areas that were drawn"
    )
    parser.add_argument("--areas", metavar="FILE", action="append", default=[], type=Path, help=say(areas))
    unit = Message("replace a drawn unit by the next reserve of its stratum; may be given several times")
    parser.add_argument(
        "--replace-unit", metavar="[GROUP:]UNIT=REASON", action="append", default=[], type=_replaced, help=say(unit)
    )  # fmt: skip
    case = Message("replace a drawn case, by its key, by the next of its reserve; may be given several times")
    parser.add_argument(
        "--replace-case", metavar="[GROUP:]KEY=REASON", action="append", default=[], type=_replaced, help=say(case)
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help=say(Message("print the sample as JSON")))


def sample(args: Namespace) -> int:
    """Draw a sample, write it and print what was drawn, or every fault; returns the exit code."""
    if not is_written_apart(args.out, args.design, args.frame, *args.areas):
        return 2
    try:
        table, seed, notices = drawn_table(args)
    except Faults as faults:
        return print_faults(faults, say, args.json)
    if args.out is not None:
        is_csv = args.out.suffix.lower() == ".csv"
        code = write_file(args.out, sample_csv(table) if is_csv else sample_workbook(table, seed, say))
        if code:
            return code
    if args.json:
        print_json(sample_data(table, seed))
    else:
        sys.stdout.writelines(f"{printable(line)}\n" for line in _summary(table, seed, args))
    sys.stderr.write(notice_text(notices, say))
    return 0


def drawn_table(args: Namespace) -> tuple[SampleTable, str, list[Notice]]:
    """Return the sample that the arguments ask for, the seed, and what should be looked at. Raises `Faults` with
    everything that is wrong in design, seed and frame together, as far as one can be read without the other."""
    faults: list[Fault] = []
    design = None
    try:
        design = DESIGN_FILE.read(args.design, args.design.name).design
    except Faults as refused:
        faults += refused.faults
    seed = _seed(
        args.seed or (design.seed if design else ""), args.design.name, faults, is_known=design is not None
    )
    if design is not None and not design.groups:
        why = Message("The design asks nobody: it serves an estimate alone.")
        faults.append(Fault(Place(file=args.design.name), "", Message("a table [[group]]"), why))
    *areas, frame = _lists(args, design, faults)
    if design is None or frame is None or None in areas:
        raise Faults(faults)
    known = [one for one in areas if one is not None]
    reports = [
        frame_report(one, listed_design(design, at, at + 1 if at < len(known) else args.stages))
        for at, one in enumerate([*known, frame])
    ]
    cells, contradictions = _quotas(frame, design)
    faults += [replace(one, place=replace(one.place, file=args.design.name)) for one in contradictions]
    faults += [fault for report in reports for fault in report.faults]
    if faults:
        raise Faults(faults)
    drawn = drawn_sample(design, frame, seed, list(_replacements(args, design)), args.stages, known)
    notices = [notice for report in reports for notice in report.notices]
    return SampleTable(design, frame, drawn, cells, known), seed, [*notices, *drawn.notices]


def _lists(
    args: Namespace, design: SurveyDesign | None, faults: list[Fault]
) -> Iterator[SamplingFrame | None]:
    """The lists of areas and the frame, None for each that cannot be read; what is wrong with them is noted."""
    stages = max((len(lists_of(group, args.areas)) for group in design.groups), default=0) if design else 0
    if design is not None and stages < len(args.areas):
        why = Message(
            "The design draws no areas at this stage: only its stages with a unit have lists of areas."
        )
        expected = Message("at most {most} lists of areas", most=stages)
        faults.append(Fault(Place(file=args.design.name), str(len(args.areas)), expected, why))
    columns = dict(design.columns) if design else {}
    for path in (*args.areas, args.frame):
        try:
            yield FRAME_FILE.read(path, path.name, columns, args.sheet if path is args.frame else None)
        except Faults as refused:
            faults += refused.faults
            yield None


def _quotas(frame: SamplingFrame, design: SurveyDesign) -> tuple[tuple[TargetCell, ...], tuple[Fault, ...]]:
    """The targets of the cells for the rated units of a frame, and what contradicts itself in them. Of a frame that has
    not all of the units, margins over all of them say nothing."""
    kinds = {spelling_key(kind): kind for kind in design.rated.kinds}
    by_unit = [group for group in design.groups if group.is_by_unit]
    words = {spelling_key(word) for group in by_unit for word in (group.code, group.name)}
    is_only_group = len(design.groups) == 1
    own = {text: is_only_group or spelling_key(text) in words for text in set(frame.of("group"))}
    rows = zip(frame.of("unit"), frame.of("kind"), frame.of("group"), strict=True)
    found = {unit: kind for unit, kind, group in rows if unit and own[group]}
    units = [RatedUnit(unit, kinds.get(spelling_key(kind), ANY_KIND)) for unit, kind in sorted(found.items())]
    if len(units) != sum(design.rated.kinds.values()):
        named = tuple(one for one in design.quotas if one.unit is not None)
        design = replace(design, total=None, quotas=named)
    return quota_report(design, units)


def _seed(text: str, file: str, faults: list[Fault], *, is_known: bool) -> str:
    """The seed of the draw; what is wrong with it is noted."""
    expected = Message("a seed, such as the lottery number of a day that was announced before")
    if not text.strip() and is_known:
        why = Message(
            "Without a seed nobody can draw this sample again: give --seed, or state it in the design."
        )
        faults.append(Fault(Place(file=file), "", expected, why))
    try:
        return accepted_text(text.strip(), MOST["name"], lines=False)
    except RefusedText as refused:
        faults += refused.at(Place(file=file))
        return ""


def _replacements(args: Namespace, design: SurveyDesign) -> Iterator[Replacement]:
    codes = {group.code for group in design.groups}
    for given, is_row in ((args.replace_unit, False), (args.replace_case, True)):
        for what, reason in given:
            group, colon, rest = what.partition(":")
            named = bool(colon) and group.strip() in codes
            path = tuple(part.strip() for part in (rest if named else what).split(BETWEEN.strip()))
            code = group.strip() if named else next(iter(sorted(codes)))
            yield Replacement(
                code, path if not is_row else ((rest if named else what).strip(),), reason, is_row
            )


def _summary(table: SampleTable, seed: str, args: Namespace) -> Iterator[str]:
    drawn = Counter(case.group for case in table.sample.drawn)
    spare = Counter(case.group for case in table.sample.cases if case.reserve)
    units = Counter((unit.group, unit.stage) for unit in table.sample.units if not unit.reserve)
    for group in table.design.groups:
        for at, stage in enumerate(group.stages[: args.stages], start=1):
            if stage.unit:
                of = Message("{group}, stage {stage} ({unit}): {count} units", group=group.name, stage=at,
                             unit=stage.unit, count=units[group.code, at])  # fmt: skip
                yield say(of)
        if args.stages is None or len(group.stages) <= args.stages:
            words = Message(
                "{group}: {drawn} drawn, {spare} in reserve",
                group=group.name, drawn=drawn[group.code], spare=spare[group.code],
            )  # fmt: skip
            yield say(words)
    yield say(Message("In all: {drawn} of {rows} rows", drawn=len(table.sample.drawn), rows=len(table.frame)))
    yield say(Message("Seed: {seed}", seed=seed))
    for one in table.areas:
        yield say(Message("Hash of the list {file}: {hash}", file=one.file, hash=frame_hash(one)))
    yield say(Message("Hash of the frame: {hash}", hash=frame_hash(table.frame)))
    if args.replace_unit or args.replace_case:
        yield say(REPLACED_WEIGHT)
    if args.out is not None:
        yield say(Message("Written to {file}", file=str(args.out)))


def _stages(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 9):
        raise ArgumentTypeError(say(Message('"{found}" is no number of stages from 1 to 9', found=text)))
    return int(text)


def _replaced(text: str) -> tuple[str, str]:
    what, sign, reason = text.rpartition("=")
    if not (what.strip() and sign and reason.strip()):
        why = Message('"{found}" does not say what is replaced and why: write WHAT=REASON', found=text)
        raise ArgumentTypeError(say(why))
    return what.strip(), reason.strip()
