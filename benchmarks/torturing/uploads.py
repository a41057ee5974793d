"""Every address that takes something from outside × every kind of file × every bomb: what they cost the web process.

    outcomes = attack(environment, whole=True, seconds=600)
    [one for one in outcomes if one.failed]

The process that is attacked is one of its own: it makes what it needs in the installation that the environment names,
answers the requests as the web server would, one after the other, and measures its own memory; what the readers take in
their processes does not count. In the whole product every bomb goes to every address, in an order that is shuffled so
that a short time sees some of everything, and the worker reads every plan handed in, for half of the time; otherwise
each address gets each kind once, and each reader each bomb once.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from cchc.files.kinds import FileKind
from tests.files.bombs import BOMBS
from tests.files.papers import PAPERS
from tests.files.signed_papers import the_root
from tests.installation import installed

ROOT = Path(__file__).resolve().parents[2]
MOST_GROWN = 64_000_000
MOST_IN_WORKER = 400_000_000  # it keeps the blocks of a plan, which come in an answer of up to 30 megabytes
READING = "plans:reading"
NO_BOMB = "small"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: where it was brought, its kind, which bomb it was, the answer, and its price in seconds
    by the clock and in bytes by which the peak of the web process grew."""

    address: str
    kind: str
    bomb: str
    status: int
    seconds: float
    grown: int

    @property
    def failed(self) -> bool:
        """Whether the process broke or took more than it may."""
        most = MOST_IN_WORKER if self.address == READING else MOST_GROWN
        return self.status >= 500 or self.grown > most


def torture(seconds: float) -> Iterator[tuple[str, list[tuple[str, str]], bool]]:
    """The whole product, as far as `seconds` reach: where it ran, the figures, and whether the web process held."""
    with (
        tempfile.TemporaryDirectory(prefix="cchc-torture-") as folder,
        installed(Path(folder)) as installation,
    ):
        outcomes = attack(installation.environment, whole=True, seconds=seconds)
    failed = [one for one in outcomes if one.failed]
    dearest = max((one for one in outcomes if one.address != READING), key=lambda one: one.grown)
    longest = max(outcomes, key=lambda one: one.seconds)
    figures = [
        ("files brought", str(len(outcomes))),
        (
            "answers",
            ", ".join(
                f"{count} × {status}" for status, count in sorted(Counter(o.status for o in outcomes).items())
            ),
        ),
        (
            "most that one file added to the web process",
            f"{dearest.grown / 1e6:.0f} MB: {dearest.kind}, {dearest.bomb}",
        ),
        ("longest answer", f"{longest.seconds:.1f} s: {longest.address}, {longest.kind}, {longest.bomb}"),
        *(
            ("FAILED", f"{one.address}, {one.kind}, {one.bomb}: {one.status}, {one.grown} bytes")
            for one in failed
        ),
    ]
    yield "one web process", figures, not failed


def attack(
    environment: Mapping[str, str], *, whole: bool, seconds: float = 600, patience: float = 60
) -> list[Outcome]:
    """Attack the installation of `environment`, whose database is migrated, for `seconds` at most where the product is
    `whole`, and return what became of every file.

    Raises `subprocess.TimeoutExpired` when the last file takes longer than `patience` beyond that, and
    `subprocess.CalledProcessError` when the process ends before its work.
    """
    with tempfile.TemporaryDirectory(prefix="cchc-bombs-") as folder:
        make_bombs(Path(folder))
        command = [
            sys.executable,
            "-m",
            "benchmarks.torturing.uploads",
            folder,
            *([str(seconds)] if whole else []),
        ]
        told = subprocess.run(
            command,
            check=True,
            stdout=subprocess.PIPE,
            env=dict(environment),
            cwd=ROOT,
            timeout=seconds + patience,
        )
    return [Outcome(**json.loads(line)) for line in told.stdout.splitlines()]


def make_bombs(folder: Path) -> None:
    """Write every bomb as a file of its kind: making some of them takes more memory than the attacked process may."""
    for kind, bombs in BOMBS.items():
        (folder / kind).mkdir()
        for bomb, make in bombs.items():
            (folder / kind / bomb).write_bytes(make())


# --- the process that is attacked ---------------------------------------------------------------------------

Post = Callable[[str, bytes], int]


def attacked(folder: Path, seconds: float | None) -> Iterator[Outcome]:
    """Bring every file to every address of this process, for `seconds` at most; without, each reader gets its bombs
    once. The bombs lie in `folder`."""
    started = time.monotonic()
    small = {kind: a_small_file(kind) for kind in FileKind}
    places = addresses()
    for name, (post, _own) in places.items():
        for kind in FileKind:
            yield measured(name, kind, NO_BOMB, partial(post, f"a.{kind}", small[kind]))
    product = [
        (name, post, kind, bomb)
        for name, (post, own) in places.items()
        for kind, bombs in BOMBS.items()
        if seconds is not None or kind in own
        for bomb in bombs
    ]
    if seconds is not None:
        random.Random(2026).shuffle(product)
    for name, post, kind, bomb in product:
        if seconds is not None and time.monotonic() - started > seconds / 2:
            break
        data = (folder / kind / bomb).read_bytes()
        yield measured(name, kind, bomb, partial(post, f"{bomb}.{kind}", data))
    if seconds is not None:
        yield from worked(started + seconds)


def measured(address: str, kind: str, bomb: str, post: Callable[[], int]) -> Outcome:
    """One request, and the memory that it made the process take beyond what it had before.

    It comes from somebody who has nothing else waiting: who has is refused before anything is read.
    """
    from cchc.documents.models import Errand

    Errand.objects.all().delete()
    before = forget_peak()
    started = time.perf_counter()
    status = post()
    return Outcome(
        address, str(kind), bomb, status, round(time.perf_counter() - started, 3), max(peak() - before, 0)
    )


def peak() -> int:
    """The most memory that this process has held, in bytes: since `forget_peak` where the system can tell."""
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def forget_peak() -> int:
    """Begin to measure anew, and return what this process holds; where the system cannot, the peak so far."""
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return peak()


def a_small_file(kind: str) -> bytes:
    """A file of this kind that harms nobody."""
    texts = {"toml": b'[set]\nid = "a"\n', "csv": "đơn vị,1.1\nSở Nội vụ,1\n".encode()}
    text = "Kế hoạch cải cách hành chính năm 2026".encode()
    if kind == FileKind.CER:
        return the_root().der
    return PAPERS.get(FileKind(kind)) or texts.get(kind, text)


def addresses() -> dict[str, tuple[Post, tuple[str, ...]]]:
    """The addresses that take something from outside: how to bring a file there, and the kinds of bombs that show what
    its reader bears. What goes to the worker is only kept here, so that every kind is cheap."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.urls import reverse

    from cchc.access.permissions import Role
    from cchc.cycles.queries import address_of
    from cchc.scores.queries.basis import basis_of
    from cchc.scores.queries.effects import effect_of, fingerprint
    from tests.acts.surveys import a_drawable
    from tests.builders import a_member, a_plan, a_scored_cycle, a_unit, first_participant
    from tests.builders.collecting import a_collecting_survey
    from tests.builders.frames import a_frame_draft
    from tests.builders.questionnaires import a_draft

    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(a_member(Role.ADMINISTRATOR).person)
    cycle, plan = a_scored_cycle(), a_plan()
    cycle_set = cycle.sets.get()

    def file_to(address: str, **fields: Any) -> Post:
        return lambda name, data: (
            client.post(address, {"file": SimpleUploadedFile(name, data), **fields}).status_code
        )

    def pasted(_name: str, data: bytes) -> int:
        year = date.today().year
        lines = data[:9_000].decode("utf-8", "replace")
        return client.post(reverse("cycles:holidays_add", args=[year]), {"lines": lines}).status_code

    def attached(name: str, data: bytes) -> int:
        row = first_participant(cycle)
        score = row.scores.filter(leaf="1.2").first()
        given = Fraction(1 if score is None or score.points != "1" else 2)
        effect = effect_of(basis_of(row.cycle_set, cycle), row, {"1.2": given})
        typed = {"points": str(given), "reason": "Rà soát", "version": score.version if score else 0}
        typed |= {"seen": fingerprint(effect, ["1.2", str(given), None])}
        address = reverse("scores:correct", args=[*address_of(cycle), row.unit_id, "1.2"])
        return client.post(address, {**typed, "document_file": SimpleUploadedFile(name, data)}).status_code

    staff = Client(SERVER_NAME="localhost", raise_request_exception=False)
    staff.force_login(a_member(Role.SURVEY_STAFF).person)
    draft = a_draft()

    collecting, drawable = a_collecting_survey([a_unit("Xã Tân Lập", "commune")]), a_drawable()[0]
    answers = reverse("surveys:answers", args=[collecting.pk])
    filled = {"version": collecting.forms.get().version_id, "channel": ""}

    def form_to(address: str, **fields: Any) -> Post:
        return lambda name, data: (
            staff.post(address, {"file": SimpleUploadedFile(name, data), **fields}).status_code
        )

    clerk = Client(SERVER_NAME="localhost", raise_request_exception=False)
    clerk.force_login(a_member(Role.UNIT_CLERK).person)

    def brought(name: str, data: bytes) -> int:
        return clerk.post(reverse("documents:upload"), {"file": SimpleUploadedFile(name, data)}).status_code

    points = file_to(reverse("scores:imports", args=address_of(cycle)), cycle_set=cycle_set.pk)
    return {
        "criteria:upload": (file_to(reverse("criteria:upload")), (FileKind.TOML, FileKind.XLSX)),
        "scores:imports": (points, (FileKind.CSV,)),
        "accounts:import": (file_to(reverse("accounts:import")), ()),
        "scores:correct": (attached, ()),
        "units:import": (file_to(reverse("units:import")), (FileKind.CSV,)),
        "units:figures_import": (file_to(reverse("units:figures_import")), ()),
        "cycles:holidays_add": (pasted, (FileKind.TXT,)),
        "plans:sheet_import": (file_to(reverse("plans:sheet_import", args=[plan.pk])), ()),
        "documents:upload": (brought, (FileKind.XLSX, FileKind.DOCX, FileKind.PDF, FileKind.TXT)),
        "documents:anchors": (file_to(reverse("documents:anchors")), ()),
        "portal_office:boundaries": (file_to(reverse("portal_office:boundaries")), (FileKind.GEOJSON,)),
        "analysis:published_file": (file_to(reverse("analysis:published_file")), ()),
        "following:frame_new": (file_to(reverse("following:frame_new"), model=""), ()),
        "following:frame_files": (
            file_to(reverse("following:frame_files", args=[a_frame_draft("khung_thu").pk])),
            (FileKind.XLSX,),
        ),
        "surveys:questionnaire_new": (form_to(reverse("surveys:questionnaire_new")), (FileKind.TOML,)),
        "surveys:questionnaire_files": (
            form_to(reverse("surveys:questionnaire_files", args=[draft.pk])),
            (FileKind.XLSX,),
        ),
        "surveys:answers": (form_to(answers, **filled), ()),
        "surveys:frame_bring": (
            form_to(reverse("surveys:frame_bring", args=[drawable.pk]), name="Dàn mẫu"),
            (FileKind.CSV,),
        ),
        "plans:hand_in": (file_to(reverse("plans:hand_in"), unit=plan.unit_id), tuple(FileKind)),
        "plans:annexes": (file_to(reverse("plans:annexes", args=[plan.pk])), ()),
    }


def worked(until: float) -> Iterator[Outcome]:
    """The worker reads what was handed in until that moment; here too only its own memory counts."""
    from cchc.intake.models import StagedFile
    from cchc.intake.tasks import read_file

    for reading in StagedFile.objects.filter(state=StagedFile.State.WAITING).select_related("file"):
        if time.monotonic() > until:
            break
        yield measured(
            "plans:reading", reading.file.type, reading.file.name, partial(_read, read_file, reading)
        )


def _read(read_file: Callable[[Any], None], reading: Any) -> int:
    read_file(reading)
    reading.refresh_from_db()
    return 200 if reading.applied_at else 422


def main() -> None:
    """Print an outcome a line, as JSON."""
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import override_settings

    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"  # pages name their pictures, nobody fetches them
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": plain}}):
        for outcome in attacked(Path(sys.argv[1]), float(sys.argv[2]) if len(sys.argv) > 2 else None):
            sys.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
