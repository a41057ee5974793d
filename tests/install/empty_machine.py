"""`empty_machine.py EMPTY [whole]`: walk the path of the guide on a machine that holds nothing of ours, and print what
stands as a JSON object.

Runs as root in name spaces of its own (mounts, network, processes), which `test_the_path.py` makes: what is mounted
over `/opt`, `/etc`, `/var/lib`, `/var/backups` and `/usr/local/sbin` are folders in EMPTY, and nobody else sees them.
"""

from __future__ import annotations

import fcntl
import html
import json
import os
import pwd
import re
import shutil
import signal
import socket
import sqlite3
import stat
import struct
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
GUIDE = ROOT / "docs" / "admin" / "cai-dat.md"
EMPTIED = ("/opt", "/var/lib", "/var/backups", "/usr/local/sbin")
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "node_modules", "var", "__pycache__", "*.mo", ".*_cache", "*.egg-info"
)
PATHS = (
    "/opt/cchc/.venv/bin/cchc",
    "/etc/cchc",
    "/etc/cchc/cchc.env",
    "/etc/ssl/private/cchc.key",
    "/usr/local/sbin/cchc",
    "/var/lib/cchc",
    "/var/lib/cchc/cchc.sqlite3",
    "/var/lib/cchc/secret_key",
    "/var/backups/cchc",
    "/var/lib/cchc-niem-phong",
    "/var/lib/cchc-niem-phong/chuoi",
)
TRIES = {
    "reads the key of the certificate": "open('/etc/ssl/private/cchc.key').read()",
    "reads the settings": "open('/etc/cchc/cchc.env').read()",
    "writes into the code": "open('/opt/cchc/src/cchc/x', 'w')",
    "writes into /etc": "open('/etc/x', 'w')",
    "takes away the heads of the chain": "os.unlink('/var/lib/cchc-niem-phong/chuoi')",
    "writes into its data": "open('/var/lib/cchc/x', 'w')",
    "sees homes": "assert os.listdir('/root')",
    "opens a raw socket": "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
    "opens a socket of another family": "socket.socket(socket.AF_NETLINK)",
    "mounts": "assert ctypes.CDLL(None).mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0",
    "becomes somebody else": "os.setuid(0)",
    "makes memory that is written and run": "mmap.mmap(-1, 4096, prot=7)",
}
TRY = "import ctypes, mmap, os, socket\n"


def main() -> None:
    """Prepare the machine, take every step, print what stands."""
    empty, whole = Path(sys.argv[1]), sys.argv[2:] == ["whole"]
    python, path = prepare(empty)
    standing_in = stand_in(empty, whole)
    os.environ.update(
        PATH=f"{standing_in}:{path}:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
        PYTHON=python,
        STANDING_IN=str(standing_in),
    )
    for name in (
        "DJANGO_SETTINGS_MODULE",
        "CCHC_VAR",
        "DATABASE_URL",
        "SECRET_KEY",
        "PYTHONPATH",
        "CCHC_LANGUAGE",
    ):
        os.environ.pop(name, None)
    said = "".join(take(block) for block in steps())
    sys.stdout.write(json.dumps(found(said, standing_in)))


def steps() -> list[str]:
    """The blocks of commands of the guide that are marked as steps, in their order."""
    return re.findall(r"^```sh buoc\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def take(block: str) -> str:
    """Run one block as it stands; what it prints."""
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", block], capture_output=True, text=True, check=False
    )
    if done.returncode:
        logs = "".join(log.read_text() for log in Path(os.environ["STANDING_IN"]).glob("*.log"))
        sys.exit(f"This step ended with {done.returncode}:\n{block}{done.stdout}{done.stderr}{logs}")
    return f"{block}{done.stdout}{done.stderr}"


def prepare(empty: Path) -> tuple[str, str]:
    """Mount empty folders over those that the path fills; returns the Python that everybody may run, and its folder."""
    base, copies = Path(sys.base_prefix), empty / "machine"
    shutil.copytree(ROOT, copies / "opt/cchc", ignore=LEFT_OUT)
    shutil.copytree(empty / "plans", copies / "opt/plans")
    shutil.copytree("/etc", copies / "etc", symlinks=True, ignore_dangling_symlinks=True)
    if (empty / "wheels").exists():
        os.environ |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(empty / "wheels")}
    for name in ("python", "packages", "node_modules"):
        (copies / "opt" / name).mkdir()
    for place in EMPTIED:
        (copies / place[1:]).mkdir(parents=True, exist_ok=True)
    for folder in (
        "nginx/sites-available",
        "nginx/sites-enabled",
        "ssl/private",
        "ssl/certs",
        "systemd/system",
    ):
        (copies / "etc" / folder).mkdir(parents=True, exist_ok=True)  # what the packages of step 1 bring
    for source, place in (
        (base, copies / "opt/python"),
        (Path(os.environ["PACKAGES"]), copies / "opt/packages"),
        (ROOT / "node_modules", copies / "opt/node_modules"),
        (copies / "etc", "/etc"),
        *((copies / place[1:], place) for place in EMPTIED),
    ):
        subprocess.run(["mount", "--rbind", str(source), str(place)], check=True)
    wake_loopback()
    if base == Path("/usr"):
        return f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}", "/usr/bin"
    os.environ["LD_LIBRARY_PATH"] = (
        "/opt/python/lib"  # it may look for its library where it was built, in a home
    )
    return f"/opt/python/bin/python{sys.version_info[0]}.{sys.version_info[1]}", "/opt/python/bin"


def wake_loopback() -> None:
    """A name space of the network is born with its loopback asleep."""
    with socket.socket() as any_socket:
        name = struct.pack("16sH14x", b"lo", 0x41)  # IFF_UP | IFF_RUNNING
        fcntl.ioctl(any_socket, 0x8914, name)  # SIOCSIFFLAGS


def stand_in(empty: Path, whole: bool) -> Path:
    """The folder of what stands in for programs that this machine cannot run."""
    folder = empty / "standing-in"
    folder.mkdir()
    for name in ("as_the_unit.py", "systemctl", *(() if whole else ("make",))):
        shutil.copy(HERE / name, folder)
    if shutil.which("nginx") is None:
        (folder / "nginx").write_text('#!/bin/sh\necho "nginx $*" >> "$STANDING_IN/said"\n')
        (folder / "nginx").chmod(0o755)
    return folder


def found(said: str, standing_in: Path) -> dict[str, Any]:
    """What stands after the last step, and what the service may and may not do."""
    unit = "/etc/systemd/system/cchc.service"
    as_the_unit = [os.environ["PYTHON"], str(standing_in / "as_the_unit.py"), unit]
    result = {
        "modes": {path: mode(Path(path)) for path in PATHS},
        "data beside the code": Path("/opt/cchc/var").exists(),
        "people": people(),
        "backups": sorted(
            re.sub(r"\d{8}-\d{6}", "…", path.name) for path in Path("/var/backups/cchc").iterdir()
        ),
        "backups are those of": {path.owner() for path in Path("/var/backups/cchc").rglob("*")} == {"cchc"},
        "health": get("http://127.0.0.1:8000/healthz"),
        "signs in": signs_in(re.findall(r"Mật khẩu[^:]*: (\S+)", said)[0]),
        "processes": processes(),
        "may": {what: tries(as_the_unit, code) for what, code in TRIES.items()},
        "heads kept outside": Path("/var/lib/cchc-niem-phong/chuoi").read_text().splitlines(),
        "exposure": exposure(unit),
        "stood in": standing_in.joinpath("said").read_text().splitlines(),
        "reads": reads(as_the_unit),
        "tools": [name for name in ("pytest", "mypy") if (Path("/opt/cchc/.venv/bin") / name).exists()],
    }
    result["ends"] = ends(int((standing_in / "cchc.service.pid").read_text()))
    return result


def mode(path: Path) -> str:
    """Owner, group and mode."""
    return f"{path.owner()}:{path.group()} {stat.S_IMODE(path.stat().st_mode):04o}"


def people() -> list[tuple[str, int]]:
    """Who may sign in, by the database in the service's data, and whether they must change their password."""
    with sqlite3.connect("file:/var/lib/cchc/cchc.sqlite3?mode=ro", uri=True) as connection:
        return connection.execute("select username, must_change_password from accounts_person").fetchall()


def get(address: str) -> tuple[int, Any]:
    """The answer of an address in JSON."""
    with urllib.request.urlopen(address) as answer:
        return answer.status, json.load(answer)


def signs_in(password: str) -> str:
    """The page to which somebody is led who signs in by the password that was printed, asked as nginx would."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(Everything()), Stays())
    browser.addheaders = [
        ("Host", "cchc.tinh.gov.vn"),
        ("X-Forwarded-Proto", "https"),
        ("X-Forwarded-For", "10.0.0.9"),
        ("Referer", "https://cchc.tinh.gov.vn/"),
    ]
    here = "http://127.0.0.1:8000"
    address = browser.open(f"{here}/").headers["Location"]
    page = browser.open(f"{here}{address}").read().decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    form = {"csrfmiddlewaretoken": html.unescape(token), "login": "quantri", "password": password}
    led = browser.open(f"{here}{address}", urllib.parse.urlencode(form).encode()).headers["Location"]
    while led and (further := browser.open(f"{here}{led}").headers["Location"]):
        led = further
    return led or "stays"


class Everything(CookieJar):
    """Cookies that are sent though the way to this machine is not HTTPS."""

    def set_cookie(self, cookie: Any) -> None:
        """Keep it for any way."""
        cookie.secure = False
        super().set_cookie(cookie)


class Stays(urllib.request.HTTPRedirectHandler):
    """An answer that leads elsewhere is the answer."""

    def http_error_302(self, request: Any, answer: Any, code: int, words: str, headers: Any) -> Any:
        """As it came."""
        return answer


def processes() -> dict[str, Any]:
    """What the processes of the service are: their user, privileges, filter, umask, limits; the same for each."""
    uid = pwd.getpwnam("cchc").pw_uid
    kinds = {json.dumps(one) for pid in pids(uid) for one in [bounds(pid)]}
    return {"count": len(list(pids(uid))), "kinds": [json.loads(kind) for kind in sorted(kinds)]}


def pids(uid: int) -> Iterator[int]:
    """The processes of a user."""
    for path in Path("/proc").glob("[0-9]*"):
        if path.exists() and path.stat().st_uid == uid:
            yield int(path.name)


def bounds(pid: int) -> dict[str, str]:
    """The lines of /proc that tell what a process may."""
    status = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line
    )
    limits = Path(f"/proc/{pid}/limits").read_text()
    files = re.findall(r"Max open files +(\d+)", limits)[0]
    names = ("CapPrm", "CapBnd", "NoNewPrivs", "Seccomp", "Umask")
    return {name: status[name].strip() for name in names} | {"open files": files}


def tries(as_the_unit: list[str], code: str) -> bool:
    """Whether Python code can be run as the service."""
    words = ["/opt/cchc/.venv/bin/python", "-c", TRY + code]
    return subprocess.run([*as_the_unit, *words], capture_output=True, check=False).returncode == 0


def exposure(unit: str) -> float:
    """The exposure that systemd-analyze security reckons, from 0 to 10."""
    words = ["systemd-analyze", "security", "--offline=true", unit]
    told = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    return float(re.findall(r"Overall exposure level .*: ([\d.]+) ", told)[0])


def reads(as_the_unit: list[str]) -> dict[str, int]:
    """How many measures the service reads in each plan of `/opt/plans`: a reader is a process with its own limits."""
    counts = {}
    for path in sorted(Path("/opt/plans").iterdir()):
        words = ["/opt/cchc/.venv/bin/cchc", "plan", "read", str(path), "--json"]
        done = subprocess.run([*as_the_unit, *words], capture_output=True, text=True, check=False)
        read = json.loads(done.stdout) if done.stdout else {"sections": []}
        assert "sections" in read, read
        counts[path.name] = sum(len(section["measures"]) for section in read["sections"])
    return counts


def ends(pid: int) -> int:
    """The exit code of the service when it is told to end, which it does within a minute."""
    os.kill(pid, signal.SIGTERM)
    for _ in range(600):
        done, code = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(code)
        time.sleep(0.1)
    return -1


if __name__ == "__main__":
    main()
