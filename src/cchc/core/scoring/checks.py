"""From the texts of a criteria file to a `CriteriaSet`, or to every fault in it with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from cchc.core.scoring.criteria import (
    BLOCKS,
    GRADE_FIELDS,
    NODE_FIELDS,
    SETTINGS,
    YEAR_TEXT,
    CriteriaSet,
    Decision,
    Document,
    Example,
    Field,
    Fields,
    Grade,
    Joins,
    Node,
    Part,
    Ties,
    derived,
    parsed_example,
    parsed_variable,
)
from cchc.core.scoring.formulas import HUNDRED, ZERO, FormulaFault, Variable
from cchc.core.scoring.rules import LOSS_CODES, Rule, band_faults, faults_of, parsed_band, parsed_rule
from cchc.core.words.lengths import MOST, Untaken, taken
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.core.words.numbers import ROUNDINGS, NumberFault, machine

MOST_NODES = 2_000
DEEPEST_TREE = 6
NUMBER = re.compile(r"[0-9A-Za-zĐđ]+(?:[.\-][0-9A-Za-zĐđ]+)*")
UNIT_KINDS = (
    "province", "department", "district", "commune", "division", "centre", "central_agency",
)  # fmt: skip

T = TypeVar("T")


def built(document: Document) -> CriteriaSet:
    """The set that `document` writes; raises `Faults` with everything wrong in it, in the order of the file."""
    return read(Reading(document))


def known(document: Document) -> CriteriaSet:
    """The set of a document that was checked when it was taken in: what was published once can always be read.

    Today's laws of a good set (sums, reach, worked examples) are not asked again; raises `Faults` only where the texts
    cannot be understood.
    """
    return read(Reading(document, lawful=True))


def read(reading: Reading) -> CriteriaSet:
    criteria = reading.criteria()
    if reading.faults or criteria is None:
        raise Faults(sorted(reading.faults, key=lambda fault: place_order(fault.place)))
    return criteria


def place_order(place: Place) -> tuple[str, int]:
    return (place.sheet or "", place.line or place.row or 0)


LENGTHS_OF_SET = {"id": "set_id", "version": "set_version", "title": "set_title"}
LENGTHS_OF_GRADE = {"name": "grade"}
LENGTHS_OF_NODE = {"number": "leaf", "name": "node"}


class Reading:
    """One reading of a document: what could be understood so far, and the faults met on the way."""

    def __init__(self, document: Document, lawful: bool = False) -> None:
        self.document = document
        self.lawful = (
            lawful  # known to keep the laws of a good set; only what cannot be understood is a fault
        )
        self.faults: list[Fault] = []

    def fault(self, field: Field | Place, expected: Message, why: Message) -> None:
        place, found = (field, "") if isinstance(field, Place) else (field.place, field.text)
        self.faults.append(Fault(place, found, expected, why))

    def breach(self, field: Field | Place, expected: Message, why: Message) -> None:
        """A fault against the laws of a good set, in a text that can be understood."""
        if not self.lawful:
            self.fault(field, expected, why)

    def taken(self, field: Field, expected: Message, read: Callable[[str], T]) -> T | None:
        """What `read` makes of `field`, or None with the fault noted."""
        try:
            return read(field.text)
        except NumberFault as fault:
            self.fault(field, fault.expected, fault.why)
        except FormulaFault as fault:
            self.fault(field, expected, fault.message)
        return None

    def short_enough(self) -> None:
        """Refuse texts that are longer than they are kept, or hold signs that no text holds."""
        document = self.document
        parts = (
            (LENGTHS_OF_SET, [document.settings]),
            (LENGTHS_OF_GRADE, document.grades),
            (LENGTHS_OF_NODE, document.nodes),
        )
        for kinds, many in parts:
            for name, field in (one for fields in many for one in fields.items()):
                try:
                    taken(field.text, MOST[kinds.get(name, "cell")])
                except Untaken as untaken:
                    for why in untaken.whys:
                        self.breach(Field(untaken.found, field.place), untaken.expected, why)

    # --- the set -------------------------------------------------------------------------------------------------

    def criteria(self) -> CriteriaSet | None:
        settings = self.document.settings
        self.only_known(settings, SETTINGS, self.document.place)
        self.short_enough()
        nodes = self.tree()
        for name in ("id", "title", "version", "unit_kind"):
            if name not in settings:
                self.fault(
                    self.document.place,
                    Message("{name} of the set", name=name),
                    Message("{name} is missing", name=name),
                )
        unit_kind = self.one_of("unit_kind", UNIT_KINDS, "department")
        criteria = CriteriaSet(
            id=self.text("id"), title=self.text("title"), version=self.text("version"), unit_kind=unit_kind,
            nodes=nodes, first_year=self.year("first_year"), last_year=self.year("last_year"),
            decision=self.decision(), note=self.text("note"), places=self.places(),
            rounding=self.one_of("rounding", ROUNDINGS, "half_up"),
            ties=Ties(self.one_of("ties", tuple(Ties), Ties.COMPETITION)),
            survey_optional=self.yes("survey_optional", False),
            bonus_above_total=self.yes("bonus_above_total", True),
            grades=self.grades(nodes), grade_exact=self.one_of("grade_by", ("printed", "exact"), "printed") == "exact",
        )  # fmt: skip
        self.check_total(criteria)
        return criteria if nodes else None

    def text(self, name: str) -> str:
        field = self.document.settings.get(name)
        return field.text.strip() if field else ""

    def one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        field = self.document.settings.get(name)
        if field is None or field.text in allowed:
            return field.text if field else default
        self.fault(
            field,
            Message("one of: {allowed}", allowed=tuple(str(one) for one in allowed)),
            Message('"{found}" is no {name}', found=field.text, name=name),
        )
        return default

    def yes(self, name: str, default: bool) -> bool:
        return self.one_of(name, ("yes", "no"), "yes" if default else "no") == "yes"

    def year(self, name: str) -> int | None:
        field = self.document.settings.get(name)
        if field is None:
            return None
        if YEAR_TEXT.fullmatch(field.text):
            return int(field.text)
        self.fault(field, Message("a year"), Message('"{found}" is no year', found=field.text))
        return None

    def places(self) -> int:
        return int(self.one_of("places", ("0", "1", "2", "3", "4", "5", "6"), "2"))

    def decision(self) -> Decision | None:
        settings = self.document.settings
        if not any(self.text(f"decision_{part}") for part in ("number", "date", "issuer")):
            return None
        field = settings.get("decision_date")
        issued = (
            self.taken(field, Message("a date as 2026-01-31"), iso_date) if field and field.text else None
        )
        return Decision(self.text("decision_number"), issued, self.text("decision_issuer"))

    def grades(self, nodes: tuple[Node, ...]) -> tuple[Grade, ...]:
        grades, first = [], None
        for fields in self.document.grades:
            self.only_known(fields, GRADE_FIELDS, self.document.place)
            name, band = fields.get("name"), fields.get("band")
            if name is None or band is None:
                place = next(iter(fields.values())).place if fields else self.document.place
                self.fault(place, Message("name and band"), Message("a grade needs its name and its band"))
                continue
            first = first or band
            read = self.taken(band, Message('a band such as ">= 90" or "80..<90"'), parsed_band)
            if read is not None:
                grades.append(Grade(name.text, read))
        if first is not None:
            self.check_grades(grades, first, nodes)
        return tuple(grades)

    def check_grades(self, grades: list[Grade], first: Field, nodes: tuple[Node, ...]) -> None:
        """Grades must cover every index from 0 up, each once; a bonus may lift it above 100."""
        lifted = any(leaf.part is Part.BONUS for node in nodes for leaf in node.leaves())
        high = None if lifted and self.yes("bonus_above_total", True) else HUNDRED
        for why in band_faults([grade.band for grade in grades], (ZERO, high), whole=False):
            self.breach(first, Message("bands that cover every index from 0 up once"), why)

    def check_total(self, criteria: CriteriaSet) -> None:
        field = self.document.settings.get("total")
        if field is None or not criteria.nodes:
            return
        total = self.taken(field, Message("points"), machine)
        if total is not None and total != criteria.total:
            self.breach(
                field,
                Message("{total}", total=criteria.total),
                Message(
                    "the domains add up to {sum}, not to the stated total of {total}",
                    sum=criteria.total,
                    total=total,
                ),
            )

    def only_known(self, fields: Fields, known: tuple[str, ...], place: Place) -> None:
        for name, field in fields.items():
            if name not in known:
                self.fault(
                    Field(name, field.place),
                    Message("one of: {allowed}", allowed=known),
                    Message('"{found}" has no meaning here', found=name),
                )

    # --- the tree ------------------------------------------------------------------------------------------------

    def tree(self) -> tuple[Node, ...]:
        """The nodes under their parents; empty when the tree itself is broken."""
        rows = self.document.nodes
        if not rows:
            self.fault(
                self.document.place, Message("at least one criterion"), Message("the set has no criteria")
            )
            return ()
        if len(rows) > MOST_NODES:
            self.fault(
                self.document.place,
                Message("at most {most} criteria", most=MOST_NODES),
                Message("the set has {count} criteria", count=len(rows)),
            )
            return ()
        before = len(self.faults)
        numbers = self.numbers(rows)
        parents = {number: self.parent(fields, number, numbers) for number, fields in numbers.items()}
        self.check_circles(numbers, parents)
        if len(self.faults) > before:
            return ()
        children: dict[str | None, list[str]] = {}
        for number, parent in parents.items():
            children.setdefault(parent, []).append(number)
        for siblings in children.values():
            self.check_order([numbers[number]["number"] for number in siblings])
        return tuple(self.node(number, numbers, children, None) for number in children[None])

    def numbers(self, rows: list[Fields]) -> dict[str, Fields]:
        """The rows by number, faults noted for missing, malformed and duplicate numbers."""
        found: dict[str, Fields] = {}
        for position, fields in enumerate(rows, start=1):
            self.only_known(fields, NODE_FIELDS, self.document.place)
            field = fields.get("number")
            if field is None:
                place = next(iter(fields.values())).place if fields else self.document.place
                self.fault(
                    place,
                    Message("a number such as 1.2"),
                    Message("criterion {position} of the file has no number", position=position),
                )
            elif not NUMBER.fullmatch(field.text):
                self.fault(
                    field,
                    Message("a number such as 1.2"),
                    Message('"{found}" is no criterion number', found=field.text),
                )
            elif field.text in found:
                self.fault(
                    field,
                    Message("each number once"),
                    Message("the number {number} stands twice", number=field.text),
                )
            else:
                found[field.text] = fields
        return found

    def parent(self, fields: Fields, number: str, numbers: Mapping[str, Fields]) -> str | None:
        """The parent's number: the stated one, or the longest number that this one continues."""
        stated = fields.get("parent")
        if stated is not None:
            if stated.text not in numbers:
                self.fault(
                    stated,
                    Message("the number of another criterion"),
                    Message("there is no criterion {found}", found=stated.text),
                )
                return None
            return stated.text
        head, dot, _ = number.rpartition(".")
        while dot:
            if head in numbers:
                return head
            head, dot, _ = head.rpartition(".")
        if "." in number:
            self.fault(
                fields["number"],
                Message(
                    "a criterion {parent} above it, or a stated parent", parent=number.rpartition(".")[0]
                ),
                Message("{number} hangs in the air: no criterion stands above it", number=number),
            )
        return None

    def check_circles(self, numbers: Mapping[str, Fields], parents: Mapping[str, str | None]) -> None:
        """Refuse nodes that are above themselves, and trees deeper than any circular's."""
        for number in numbers:
            path, at = [number], parents[number]
            while at is not None and at not in path:
                path.append(at)
                at = parents[at]
            if at == number:
                self.fault(
                    numbers[number].get("parent", numbers[number]["number"]),
                    Message("a tree"),
                    Message(
                        "the criteria refer to each other in a circle: {path}",
                        path=" → ".join([*path, number]),
                    ),
                )
            elif at is None and len(path) > DEEPEST_TREE:
                self.fault(
                    numbers[number]["number"],
                    Message("at most {most} levels", most=DEEPEST_TREE),
                    Message("{number} stands on level {level}", number=number, level=len(path)),
                )

    def check_order(self, siblings: list[Field]) -> None:
        for one, other in pairwise(siblings):
            if number_order(other.text) < number_order(one.text):
                self.breach(
                    other,
                    Message("ascending numbers"),
                    Message("{number} stands after {before}", number=other.text, before=one.text),
                )

    def node(
        self,
        number: str,
        numbers: Mapping[str, Fields],
        children: Mapping[str | None, list[str]],
        above: Node | None,
    ) -> Node:
        """The node with everything below it, its faults noted."""
        fields = numbers[number]
        part = self.part(fields, above)
        bare = Node(
            number=number,
            name=self.name(fields),
            maximum=self.maximum(fields, part),
            part=part,
            joins=self.joins(fields, number in children, part),
            loss=self.loss(fields),
            evidence=texts(fields, "evidence"),
            appraiser=texts(fields, "appraiser"),
            note=texts(fields, "note"),
        )
        if number not in children:
            return self.leaf(bare, fields)
        self.no_leaf_fields(fields)
        below = tuple(self.node(child, numbers, children, bare) for child in children[number])
        node = replace(bare, children=below)
        self.check_sum(node, fields)
        self.check_blocks(node, fields)
        return node

    def name(self, fields: Fields) -> str:
        name = texts(fields, "name")
        if not name:
            self.fault(
                fields["number"],
                Message("a name"),
                Message("{number} has no name", number=fields["number"].text),
            )
        return name

    def part(self, fields: Fields, above: Node | None) -> Part:
        field = fields.get("part")
        if field is None:
            return above.part if above else Part.APPRAISED
        if field.text not in tuple(Part):
            self.fault(
                field,
                Message("one of: {allowed}", allowed=tuple(str(one) for one in Part)),
                Message('"{found}" is no part', found=field.text),
            )
            return Part.APPRAISED
        part = Part(field.text)
        if above is not None and above.in_block and part is not above.part:
            self.fault(
                field,
                Message("{part}", part=str(above.part)),
                Message("it stands inside a block of another part: {part}", part=str(above.part)),
            )
        return part

    def maximum(self, fields: Fields, part: Part) -> Fraction:
        field = fields.get("maximum")
        if field is None:
            self.fault(
                fields["number"],
                Message("maximum points"),
                Message("{number} has no maximum", number=fields["number"].text),
            )
            return ZERO
        amount = self.taken(field, Message("points"), machine)
        if amount is None:
            return ZERO
        if amount < 0 and part is not Part.PENALTY:
            self.fault(field, Message("0 or more"), Message("only a penalty has a maximum below zero"))
        if amount > 0 and part is Part.PENALTY:
            self.fault(
                field,
                Message("-{maximum}", maximum=amount),
                Message("the maximum of a penalty stands below zero"),
            )
        return amount

    def joins(self, fields: Fields, has_children: bool, part: Part) -> Joins:
        field = fields.get("children")
        if field is None:
            return Joins.CAPPED if has_children and part in BLOCKS else Joins.SUM
        if field.text not in tuple(Joins):
            self.fault(
                field,
                Message("one of: {allowed}", allowed=tuple(str(one) for one in Joins)),
                Message('"{found}" is no way to join children', found=field.text),
            )
            return Joins.SUM
        if not has_children:
            self.fault(
                field,
                Message("nothing on the lowest level"),
                Message("there are no criteria below it to join"),
            )
            return Joins.SUM
        if field.text == Joins.BEST and part is Part.PENALTY:
            self.fault(
                field,
                Message("sum or capped"),
                Message("penalties are added or capped; there is no best of them"),
            )
        return Joins(field.text)

    def loss(self, fields: Fields) -> str | None:
        field = fields.get("loss")
        if field is None:
            return None
        if field.text not in LOSS_CODES:
            self.fault(
                field,
                Message("one of: {allowed}", allowed=LOSS_CODES),
                Message('"{found}" is no loss code', found=field.text),
            )
            return None
        return field.text

    def no_leaf_fields(self, fields: Fields) -> None:
        for name in ("rule", "inputs", "examples", "loss"):
            if name in fields:
                self.fault(
                    fields[name],
                    Message("{name} only on the lowest level", name=name),
                    Message("{number} has criteria below it", number=fields["number"].text),
                )

    def check_blocks(self, node: Node, fields: Fields) -> None:
        """Bonus and penalty stand in blocks of their own, or beside criteria that are added."""
        blocks = [leaf for leaf in node.leaves() if leaf.in_block]
        if node.in_block or not blocks:
            return
        if len(blocks) == len(list(node.leaves())) and node.maximum:
            self.breach(
                fields.get("maximum", fields["number"]),
                Message("0"),
                Message(
                    "everything below {number} is bonus or penalty and stands outside the maximum",
                    number=node.number,
                ),
            )
        if node.joins is not Joins.SUM:
            self.breach(
                fields.get("children", fields["number"]),
                Message("children that are added"),
                Message("{leaf} is a bonus or penalty and cannot stand below {number}, whose children are not added",
                        leaf=blocks[0].number, number=node.number),
            )  # fmt: skip

    def check_sum(self, node: Node, fields: Fields) -> None:
        """The maxima of the children against the parent's: equal if added, not less if capped, the best if best-of."""
        field = fields.get("maximum")
        counted = [child for child in node.children if child.in_block == node.in_block]
        if field is None or not counted:
            return
        maxima = [abs(child.maximum) for child in counted]
        whole = max(maxima) if node.joins is Joins.BEST else sum(maxima, ZERO)
        fits = whole >= abs(node.maximum) if node.joins is Joins.CAPPED else whole == abs(node.maximum)
        if fits:
            return
        found = whole if node.maximum >= 0 else -whole
        if node.joins is Joins.BEST:
            why = Message("the best child of {number} has {sum}, the criterion itself {maximum}",
                          number=node.number, sum=found, maximum=node.maximum)  # fmt: skip
        else:
            why = Message("the children of {number} add up to {sum}, not to its maximum of {maximum}",
                          number=node.number, sum=found, maximum=node.maximum)  # fmt: skip
        self.breach(field, Message("{sum}", sum=found), why)

    # --- leaves --------------------------------------------------------------------------------------------------

    def leaf(self, bare: Node, fields: Fields) -> Node:
        """The leaf with its figures, rule and worked examples."""
        variables = self.variables(fields)
        declared = {variable.name: variable for variable in variables}
        field = fields.get("rule")
        rule = self.taken(field, Message("a rule"), parsed_rule) if field else None
        node = replace(bare, variables=variables, rule=rule)
        if field is not None and rule is not None:
            found = [] if self.lawful else list(faults_of(rule, node.terms, declared))
            for why in found:
                self.breach(field, Message("a rule that fits its figures and its maximum"), why)
            self.check_used(rule, variables, fields)
            if not found:
                return replace(node, examples=self.examples(node, fields))
        elif variables and field is None:
            self.fault(
                fields["inputs"], Message("a rule"), Message("figures are declared, but no rule uses them")
            )
        return node

    def variables(self, fields: Fields) -> tuple[Variable, ...]:
        field = fields.get("inputs")
        if field is None:
            return ()
        found: dict[str, Variable] = {}
        for line in filter(None, map(str.strip, field.text.splitlines())):
            variable = self.taken(Field(line, field.place), Message("name: kind | label"), parsed_variable)
            if variable is None:
                continue
            if variable.name in found:
                self.fault(
                    field,
                    Message("each name once"),
                    Message('"{name}" is declared twice', name=variable.name),
                )
            found[variable.name] = variable
        return tuple(found.values())

    def check_used(self, rule: Rule, variables: tuple[Variable, ...], fields: Fields) -> None:
        used = set(rule.names()) | ({rule.factor.name} if rule.factor else set())
        for variable in variables:
            if variable.name not in used:
                self.breach(
                    fields["inputs"],
                    Message("a figure that the rule uses"),
                    Message('"{name}" is declared and the rule does not use it', name=variable.name),
                )

    def examples(self, node: Node, fields: Fields) -> tuple[Example, ...]:
        """The worked examples, a fault for each that does not come out."""
        field = fields.get("examples")
        if field is None:
            return ()
        declared = node.declared()
        found = []
        for line in filter(None, map(str.strip, field.text.splitlines())):
            at = Field(line, field.place)
            example = self.taken(
                at, Message("name = value; … -> points"), lambda text: parsed_example(text, declared)
            )
            if example is not None and (self.lawful or self.comes_out(node, example, at)):
                found.append(example)
        return tuple(found)

    def comes_out(self, node: Node, example: Example, field: Field) -> bool:
        try:
            outcome = derived(node, example.figures, example.population).outcome
        except FormulaFault as fault:
            self.fault(field, Message("points"), fault.message)
            return False
        if outcome.without == "pending":
            self.fault(
                field, Message("every figure that the rule needs"), Message("the example leaves figures out")
            )
            return False
        if outcome.points != example.points:
            expected = result_words(example.points)
            self.fault(
                field, expected, Message("the rule gives {found}, the example says {expected}",
                                         found=result_words(outcome.points), expected=expected)
            )  # fmt: skip
            return False
        return True


def result_words(points: Fraction | None) -> Message:
    return Message("not applicable") if points is None else Message("{points} points", points=points)


def texts(fields: Fields, name: str) -> str:
    return fields[name].text.strip() if name in fields else ""


def iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FormulaFault(Message('"{found}" is no date of the form 2026-01-31', found=text)) from None


def number_order(number: str) -> tuple[tuple[int, int, str], ...]:
    """The order of criterion numbers: 1.9 before 1.10, II before III, I before IV.

    >>> sorted(["1.10", "1.9", "1.2"], key=number_order)
    ['1.2', '1.9', '1.10']
    """
    return tuple(
        piece_order(piece) for part in number.split(".") for piece in re.findall(r"\d+|[^\W\d_]+", part)
    )


ROMAN = re.compile(r"(?=.)X{0,3}(IX|IV|V?I{0,3})")
ROMAN_VALUE = {"I": 1, "V": 5, "X": 10}


def piece_order(piece: str) -> tuple[int, int, str]:
    if piece.isdigit():
        return (0, int(piece), "")
    if ROMAN.fullmatch(piece):
        values = [ROMAN_VALUE[letter] for letter in piece]
        signed = [-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)]
        return (1, sum(signed), "")
    return (2, 0, piece.casefold())
