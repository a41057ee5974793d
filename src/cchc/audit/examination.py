"""The examination behind `cchc verify`: the chain, its protection, and everything that it vouches for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module

from django.conf import settings
from django.utils import timezone

from cchc.audit.actions import verify
from cchc.audit.chain import ChainHead, ChainReport, LateEntry, heads_astray, missing_entries
from cchc.audit.frozen import unprotected_tables
from cchc.audit.heads import kept_heads
from cchc.audit.models import Entry
from cchc.audit.played import play
from cchc.audit.stamps import stamped_heads
from cchc.core.words.messages import Message


class Examination:
    """One examination of the log.

    `faults` yields what is wrong, in words; afterwards `notes` has remarks that are no faults, and `checked` is the
    report of the chain. `expected` are heads that must lie on the chain.
    """

    checked: ChainReport

    def __init__(self, expected: Sequence[ChainHead] = ()) -> None:
        self.expected = expected
        self.notes: list[Message] = []

    def faults(self) -> Iterator[Message]:
        """Yield everything that is wrong."""
        yield from self.protection()
        yield from self.chain()
        yield from self.numbers()
        yield from self.heads()
        yield from self.rows()
        checks: Iterable[Callable[[], Iterator[Message]]] = import_module(settings.KEPT).CHECKS
        for check in checks:
            yield from check()

    def protection(self) -> Iterator[Message]:
        """Yield the frozen tables whose triggers are not as declared."""
        for table in unprotected_tables():
            yield Message(
                "The table {table} is not protected: its triggers are missing, switched off or others than declared. "
                "Run cchc migrate, and find out who changed them.",
                table=table,
            )

    def chain(self) -> Iterator[Message]:
        """Yield the entries that were changed or removed, and those much older than the one sealed before them."""
        self.checked = verify()
        if self.checked.broken is not None:
            yield Message(
                "{count} entries hold; entry {entry} was changed or removed.",
                count=self.checked.held,
                entry=self.checked.broken,
            )
        late = [_late(one) for one in self.checked.named]
        if self.checked.late > len(late):
            late.append(Message("… and {count} more such entries.", count=self.checked.late - len(late)))
        if self.expected:
            yield from late
        else:
            self.notes += late

    def numbers(self) -> Iterator[Message]:
        """Yield the ids of missing entries: removed before they were sealed or, on PostgreSQL, rolled back."""
        gap = missing_entries()
        if gap and not gap.explained:
            yield Message(
                "{count} entries were removed from the log before they were sealed; the first is number {first}.",
                count=gap.count,
                first=gap.first,
            )
        elif gap:
            self.notes.append(
                Message(
                    "{count} numbers of entries are not used, the first is {first}. Acts that failed explain that; an "
                    "entry that was removed before it was sealed shows above, by what its act left in the tables.",
                    count=gap.count,
                    first=gap.first,
                )
            )

    def heads(self) -> Iterator[Message]:
        """Yield the heads kept elsewhere that are not on the chain."""
        for head in heads_astray(self.expected, self.checked.held):
            yield self.strayed(head, Message("the command line"))
        yield from self.stamps()
        if not settings.SEAL_FILE:
            return
        try:
            yield from self.kept()
        except OSError as error:
            yield Message(
                "The file of kept checksums {file} cannot be read: {reason}",
                file=settings.SEAL_FILE,
                reason=error.strerror or "",
            )

    def stamps(self) -> Iterator[Message]:
        """Yield the time stamps that do not hold, and those of heads that are not on the chain."""
        heads = []
        for one, why in stamped_heads():
            heads.append(one)
            if why:
                yield Message(
                    "The time stamp of entry {count} does not hold: {reason}", count=one.count, reason=why
                )
        for one in heads_astray(heads, self.checked.held):
            yield self.strayed(one, Message("the time stamps"))

    def kept(self) -> Iterator[Message]:
        """Yield the heads in the file of heads that are not on the chain."""
        odd: list[str] = []
        file = Message("the file {file}", file=settings.SEAL_FILE)
        for head in heads_astray(_heads_of(kept_heads(), odd), self.checked.held):
            yield self.strayed(head, file)
        for line in odd:
            yield Message(
                "A line of the file {file} is no checksum: {line}", file=settings.SEAL_FILE, line=line[:80]
            )

    def strayed(self, head: ChainHead, where: Message) -> Message:
        """Return the meaning of a head, kept at `where`, that is not on the chain."""
        if head.count > self.checked.held:
            return Message(
                "{count} entries were sealed according to {where}, but only {held} hold: the log was cut.",
                count=head.count,
                where=where,
                held=self.checked.held,
            )
        return Message(
            "Entry {count} of the chain has another checksum than {where} says ({digest}): the log was made anew.",
            count=head.count,
            where=where,
            digest=head.digest,
        )

    def rows(self) -> Iterator[Message]:
        """Yield the differences between the tables and the log."""
        outcome = play()
        yield from outcome.differences
        before = Entry.objects.filter(digest_version=1).count()
        if before:
            self.notes.append(
                Message(
                    "{count} entries are from before the log held rows and cannot be played; {rows} rows are played "
                    "from how they stood then.",
                    count=before,
                    rows=sum(outcome.found.values()),
                )
            )


def _heads_of(lines: Iterable[ChainHead | str], odd: list[str]) -> Iterator[ChainHead]:
    """Yield the heads among `lines`; a line that is no head goes into `odd`."""
    for line in lines:
        if isinstance(line, ChainHead):
            yield line
        else:
            odd.append(line)


def _late(one: LateEntry) -> Message:
    return Message(
        "Entry {entry} says {at} and is more than an hour older than entry {before} ({before_at}), sealed before it.",
        entry=one.entry,
        at=f"{timezone.localtime(one.at):%H:%M %d/%m/%Y}",
        before=one.before,
        before_at=f"{timezone.localtime(one.before_at):%H:%M %d/%m/%Y}",
    )
