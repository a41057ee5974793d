"""Old and foreign office files (.doc, .odt, .rtf, .xls, .ods) become .docx or .xlsx by LibreOffice, if it is there; our
own Word files become pages in a PDF.

    data, name = converted(data, "ke-hoach.doc")
    pages = printed_pdf(data, "ke-hoach.docx")

LibreOffice opens what strangers hand in, so it works in an enclosure: a process group of its own that is killed as a
whole, a fresh profile that is deleted afterwards, macros off, links not updated, no network where the system lets it be
cut, and an end to its memory, time and files. What it makes goes through the ordinary bounded reader as if it had been
handed in. Without output there is a refusal, never an empty document.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.kinds import FileKind, endings_of, kind_of

BECOMES = {
    FileKind.DOC: FileKind.DOCX,
    FileKind.ODT: FileKind.DOCX,
    FileKind.RTF: FileKind.DOCX,
    FileKind.XLS: FileKind.XLSX,
    FileKind.ODS: FileKind.XLSX,
}
"""What each kind of file becomes."""
MOST_SECONDS = 60
MOST_MEMORY = 1_500_000_000
MOST_WRITTEN = 200_000_000
PATIENCE = 90  # seconds that a conversion waits for the one before it
_LOG = logging.getLogger(__name__)
_ONE = BoundedSemaphore(1)
_PROGRAM = "from cchc.files.converting import confined; confined()"
_EXPECTED = Message("a file that can be read within the limits")
# The settings of the fresh profile: macros never run, links to other files are never followed.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
  <prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
  <prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
  <prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
 <item oor:path="/org.openoffice.Office.Writer/Content/Update">
  <prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
 <item oor:path="/org.openoffice.Office.Calc/Content/Update">
  <prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def office() -> str | None:
    """Return the path of LibreOffice; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def converted(data: bytes | Path, name: str) -> tuple[bytes, str]:
    """Return the bytes and the name of the .docx or .xlsx that LibreOffice makes of a file in one of the kinds of
    `BECOMES`.

    Raises `Faults` with the advice for that kind where LibreOffice is not installed, where it takes too long or too
    much memory, and where it makes nothing of the file.
    """
    kind = kind_of(name)
    if kind is None or kind not in BECOMES:
        raise ValueError(f"{name} is not converted")
    program = office()
    if program is None:
        raise refusal(name, kind)
    made = _in_turn(program, data, name, kind, BECOMES[kind])
    if made is None:
        raise Faults([Fault(Place(file=name), name, _EXPECTED, _nothing(kind))])
    return made, f"{Path(name).stem}.{BECOMES[kind]}"


def printed_pdf(data: bytes, name: str) -> bytes:
    """Return the pages of a Word file of our own as a PDF, as LibreOffice lays them out.

    Raises `Faults` where LibreOffice is not installed (see `office`), and where it makes nothing of the file in time.
    """
    program = office()
    if program is None:
        raise Faults([Fault(Place(file=name), name, _EXPECTED, _NO_OFFICE)])
    made = _in_turn(program, data, name, FileKind.DOCX, FileKind.PDF)
    if made is None:
        raise Faults([Fault(Place(file=name), name, _EXPECTED, _NO_PAGES)])
    return made


def _in_turn(program: str, data: bytes | Path, name: str, kind: FileKind, becomes: FileKind) -> bytes | None:
    """Return what LibreOffice makes of the file, after the one before it. Raises `Faults` when that takes too long."""
    if not _ONE.acquire(timeout=PATIENCE):
        raise Faults([Fault(Place(file=name), name, _EXPECTED, _CROWDED)])
    try:
        with tempfile.TemporaryDirectory(prefix="cchc-office-", ignore_cleanup_errors=True) as folder:
            return _made(program, data, kind, becomes, Path(folder))
    finally:
        _ONE.release()


def refusal(name: str, kind: FileKind) -> Faults:
    """Return the refusal of a file that nothing here converts, with what to do with its kind."""
    why = Message(
        "Files ending in {ending} are not read here: open the file in its own program and save it as .{becomes}.",
        ending=endings_of(kind)[0],
        becomes=BECOMES[kind].value,
    )
    return Faults([Fault(Place(file=name), name, _EXPECTED, why)])


def _nothing(kind: FileKind) -> Message:
    return Message(
        "Nothing could be read from the file within {most} seconds: it is damaged, locked by a password, or too large. "
        "Open it in its own program and save it as .{becomes}.",
        most=MOST_SECONDS,
        becomes=BECOMES[kind].value,
    )


_NO_OFFICE = Message("LibreOffice, which lays out the pages, is not installed on this server.")
_NO_PAGES = Message("LibreOffice made no pages of the file in time. Open the Word file and save it as PDF.")
_CROWDED = Message("Many files are being read just now: try again in a minute.")


def _made(program: str, data: bytes | Path, kind: FileKind, becomes: FileKind, folder: Path) -> bytes | None:
    """Return what LibreOffice makes of the file; None where it makes nothing in time, or too much."""
    profile, inside, out = folder / "profile", folder / f"in.{kind}", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    if isinstance(data, bytes):
        inside.write_bytes(data)
    else:
        shutil.copyfile(data, inside)
    command = [*_without_network(), sys.executable, "-c", _PROGRAM, program]
    command += ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    command += [f"-env:UserInstallation={profile.as_uri()}", "--convert-to", becomes.value]
    command += ["--outdir", str(out), str(inside)]
    environment = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PATH": os.environ.get("PATH", ""),
        "LANG": "C.UTF-8",
    }
    environment["PYTHONPATH"] = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
    nothing = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - our own program, then LibreOffice; of the file not a word
        command,
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        env=environment,
        cwd=folder,
        start_new_session=True,
    ) as process:
        try:
            process.wait(MOST_SECONDS)
        except subprocess.TimeoutExpired:
            _LOG.info("a conversion took longer than %s seconds", MOST_SECONDS)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    made = out / f"in.{becomes}"
    if process.returncode != 0 or not made.is_file() or made.stat().st_size > MOST_WRITTEN:
        return None
    return made.read_bytes() or None


@cache
def _without_network() -> tuple[str, ...]:
    """Return the command that starts another one without a network; nothing where the system does not let it."""
    program = shutil.which("unshare")
    for flags in (("--net",), ("--user", "--map-current-user", "--net")):
        command = (program or "unshare", *flags, "--")
        try:
            done = subprocess.run(  # noqa: S603 - a program of the system, and the one that does nothing
                [*command, "true"], capture_output=True, timeout=10, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return ()
        if done.returncode == 0:
            return command
    return ()


def confined() -> None:
    """Give this process its limits and become the program that its arguments name."""
    import resource

    for what, most in (
        (resource.RLIMIT_DATA, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 - LibreOffice, found on the path of this process
