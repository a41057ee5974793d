"""The tree of a set: which node stands under which, and what each says of itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from cchc.core.scoring.checks.check import Check, text_of
from cchc.core.scoring.checks.laws import check_blocks, check_order, check_sum
from cchc.core.scoring.checks.leaves import read_leaf
from cchc.core.scoring.criteria.document import NODE_FIELDS, Document, Fields
from cchc.core.scoring.criteria.lines import written_number
from cchc.core.scoring.criteria.tree import BLOCKS, Aggregation, Node, Part
from cchc.core.scoring.formulas.tree import ZERO
from cchc.core.scoring.rules.values import LOSS_CODES
from cchc.core.words.messages import Message

MOST_NODES = 2_000
DEEPEST_TREE = 6
NUMBER = re.compile(r"[0-9A-Za-zĐđ]+(?:[.\-][0-9A-Za-zĐđ]+)*")


def read_tree(check: Check, document: Document) -> tuple[Node, ...]:
    """The nodes of `document` under their parents; empty when the tree itself is broken."""
    return TreeReader(check, document).nodes()


class TreeReader:
    """The tree of one document, each fault noted in its check."""

    def __init__(self, check: Check, document: Document) -> None:
        self.check = check
        self.document = document

    def nodes(self) -> tuple[Node, ...]:
        """The nodes under their parents; empty when the tree itself is broken."""
        rows = self.document.nodes
        if not rows:
            self.check.fault(
                self.document.place, Message("at least one criterion"), Message("the set has no criteria")
            )
            return ()
        if len(rows) > MOST_NODES:
            self.check.fault(
                self.document.place,
                Message("at most {most} criteria", most=MOST_NODES),
                Message("the set has {count} criteria", count=len(rows)),
            )
            return ()
        before = len(self.check.faults)
        numbers = self.numbers(rows)
        parents = {number: self.parent(fields, number, numbers) for number, fields in numbers.items()}
        self.check_circles(numbers, parents)
        if len(self.check.faults) > before:
            return ()
        children: dict[str | None, list[str]] = {}
        for number, parent in parents.items():
            children.setdefault(parent, []).append(number)
        for siblings in children.values():
            check_order(self.check, [numbers[number]["number"] for number in siblings])
        return tuple(self.node(number, numbers, children, None) for number in children[None])

    def numbers(self, rows: list[Fields]) -> dict[str, Fields]:
        """The rows by number, faults noted for missing, malformed and duplicate numbers."""
        found: dict[str, Fields] = {}
        for position, fields in enumerate(rows, start=1):
            self.check.only_known(fields, NODE_FIELDS, self.document.place)
            field = fields.get("number")
            if field is None:
                place = next(iter(fields.values())).place if fields else self.document.place
                self.check.fault(
                    place,
                    Message("a number such as 1.2"),
                    Message("criterion {position} of the file has no number", position=position),
                )
            elif not NUMBER.fullmatch(field.text):
                self.check.fault(
                    field,
                    Message("a number such as 1.2"),
                    Message('"{found}" is no criterion number', found=field.text),
                )
            elif field.text in found:
                self.check.fault(
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
                self.check.fault(
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
            self.check.fault(
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
                self.check.fault(
                    numbers[number].get("parent", numbers[number]["number"]),
                    Message("a tree"),
                    Message(
                        "the criteria refer to each other in a circle: {path}",
                        path=" → ".join([*path, number]),
                    ),
                )
            elif at is None and len(path) > DEEPEST_TREE:
                self.check.fault(
                    numbers[number]["number"],
                    Message("at most {most} levels", most=DEEPEST_TREE),
                    Message("{number} stands on level {level}", number=number, level=len(path)),
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
            aggregation=self.aggregation(fields, number in children, part),
            loss=self.loss(fields),
            evidence=text_of(fields, "evidence"),
            appraiser=text_of(fields, "appraiser"),
            note=text_of(fields, "note"),
        )
        if number not in children:
            return read_leaf(self.check, bare, fields)
        self.no_leaf_fields(fields)
        below = tuple(self.node(child, numbers, children, bare) for child in children[number])
        node = replace(bare, children=below)
        check_sum(self.check, node, fields)
        check_blocks(self.check, node, fields)
        return node

    def name(self, fields: Fields) -> str:
        name = text_of(fields, "name")
        if not name:
            self.check.fault(
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
            self.check.fault(
                field,
                Message("one of: {allowed}", allowed=tuple(str(one) for one in Part)),
                Message('"{found}" is no part', found=field.text),
            )
            return Part.APPRAISED
        part = Part(field.text)
        if above is not None and above.in_block and part is not above.part:
            self.check.fault(
                field,
                Message("{part}", part=str(above.part)),
                Message("it stands inside a block of another part: {part}", part=str(above.part)),
            )
        return part

    def maximum(self, fields: Fields, part: Part) -> Fraction:
        field = fields.get("maximum")
        if field is None:
            self.check.fault(
                fields["number"],
                Message("maximum points"),
                Message("{number} has no maximum", number=fields["number"].text),
            )
            return ZERO
        amount = self.check.value(field, Message("points"), written_number)
        if amount is None:
            return ZERO
        if amount < 0 and part is not Part.PENALTY:
            self.check.fault(field, Message("0 or more"), Message("only a penalty has a maximum below zero"))
        if amount > 0 and part is Part.PENALTY:
            self.check.fault(
                field,
                Message("-{maximum}", maximum=amount),
                Message("the maximum of a penalty stands below zero"),
            )
        return amount

    def aggregation(self, fields: Fields, has_children: bool, part: Part) -> Aggregation:
        field = fields.get("children")
        if field is None:
            return Aggregation.CAPPED if has_children and part in BLOCKS else Aggregation.SUM
        if field.text not in tuple(Aggregation):
            self.check.fault(
                field,
                Message("one of: {allowed}", allowed=tuple(str(one) for one in Aggregation)),
                Message('"{found}" is no way to join children', found=field.text),
            )
            return Aggregation.SUM
        if not has_children:
            self.check.fault(
                field,
                Message("nothing on the lowest level"),
                Message("there are no criteria below it to join"),
            )
            return Aggregation.SUM
        if field.text == Aggregation.BEST and part is Part.PENALTY:
            self.check.fault(
                field,
                Message("sum or capped"),
                Message("penalties are added or capped; there is no best of them"),
            )
        return Aggregation(field.text)

    def loss(self, fields: Fields) -> str | None:
        field = fields.get("loss")
        if field is None:
            return None
        if field.text not in LOSS_CODES:
            self.check.fault(
                field,
                Message("one of: {allowed}", allowed=LOSS_CODES),
                Message('"{found}" is no loss code', found=field.text),
            )
            return None
        return field.text

    def no_leaf_fields(self, fields: Fields) -> None:
        for name in ("rule", "inputs", "checks", "examples", "loss"):
            if name in fields:
                self.check.fault(
                    fields[name],
                    Message("{name} only on the lowest level", name=name),
                    Message("{number} has criteria below it", number=fields["number"].text),
                )
