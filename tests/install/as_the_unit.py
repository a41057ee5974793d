"""`as_the_unit.py UNIT [WORD…]`: become the process that systemd would make of a unit's ExecStart, or of WORD… instead.

What of the unit is kept to here, without systemd: user, group, umask, working folder, environment, limits, folders that
can be written and seen, no privilege and no way to a new one, the calls to the system and the families of addresses
that are allowed, no memory that is written and executed. The rest (memory of the whole service, devices, name spaces)
needs systemd. Root only; what is mounted is mounted for this process and its children alone.
"""

from __future__ import annotations

import ctypes
import errno
import grp
import os
import pwd
import resource
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

LIBC = ctypes.CDLL(None, use_errno=True)
NEW_NAMESPACE = 0x20000
READ_ONLY, REMOUNT, BIND, ALL, SLAVE = 1, 32, 4096, 16384, 1 << 19
KEEP_FLAGS = {"nosuid": 2, "nodev": 4, "noexec": 8}
DROP_CAPABILITY, NO_NEW_PRIVILEGES, NO_WRITE_AND_EXECUTE = 24, 38, 65
ALLOW, SCMP_EQ = 0x7FFF0000, 4
NOT_OURS = ("/proc", "/sys", "/dev", "/tmp", "/var/tmp", "/home", "/root", "/run/user")


def read_unit(path: Path) -> dict[str, list[str]]:
    """The settings of a unit, each with every value that is given to it."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith(("#", ";")):
            name, _sign, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def become(unit: dict[str, list[str]], words: Sequence[str]) -> None:
    """Take on everything that the unit says, then be the program `words`."""
    assert unit["CapabilityBoundingSet"] == [""]
    assert unit["NoNewPrivileges"] == unit["MemoryDenyWriteExecute"] == ["true"]
    assert unit["ProtectSystem"] == ["strict"]
    assert unit["ProtectHome"] == unit["PrivateTmp"] == ["true"]
    person, group = pwd.getpwnam(unit["User"][0]), grp.getgrnam(unit["Group"][0])
    allowed = list(allowed_calls(unit["SystemCallFilter"]))
    families = [int(getattr(socket, name)) for name in unit["RestrictAddressFamilies"][0].split()]
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": person.pw_dir,
        "USER": person.pw_name,
        "LANG": "C.UTF-8",
    }
    if "LD_LIBRARY_PATH" in os.environ:  # of a Python that was built in a home, see empty_machine.py
        environment["LD_LIBRARY_PATH"] = os.environ["LD_LIBRARY_PATH"]
    environment |= settings(Path(unit["EnvironmentFile"][0]))
    state = Path("/var/lib", unit["StateDirectory"][0])
    mounts([state, *map(Path, unit.get("ReadWritePaths", []))])
    for name, kind in (
        ("LimitNOFILE", resource.RLIMIT_NOFILE),
        ("LimitCORE", resource.RLIMIT_CORE),
        ("TasksMax", resource.RLIMIT_NPROC),
    ):
        resource.setrlimit(kind, (int(unit[name][0]),) * 2)
    os.chdir(unit["WorkingDirectory"][0])
    os.umask(int(unit["UMask"][0], 8))
    for capability in range(64):
        LIBC.prctl(DROP_CAPABILITY, capability, 0, 0, 0)  # those that this kernel knows
    os.setgroups([])
    os.setgid(group.gr_gid)
    os.setuid(person.pw_uid)
    checked(LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0))
    checked(LIBC.prctl(NO_WRITE_AND_EXECUTE, 1, 0, 0, 0))
    keep_to_calls(allowed, families)
    os.execve(words[0], words, environment)


def settings(path: Path) -> dict[str, str]:
    """What an EnvironmentFile says."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def mounts(writable: Sequence[Path]) -> None:
    """Everything is read-only but `writable`; homes are hidden; the folders of temporary files are this service's."""
    checked(LIBC.unshare(NEW_NAMESPACE))
    mount("none", "/", ALL | SLAVE)
    for path in writable:
        mount(str(path), str(path), BIND)
    for path in ("/home", "/root", "/run/user", "/tmp", "/var/tmp"):
        if Path(path).is_dir():
            mount("tmpfs", path, READ_ONLY if "tmp" not in path else 0, "tmpfs", "mode=1777")
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        place, options = line.split()[4:6]
        inside = any(Path(place).is_relative_to(one) for one in (*NOT_OURS, *writable))
        if not inside and Path(place).exists():
            kept = sum(KEEP_FLAGS[name] for name in options.split(",") if name in KEEP_FLAGS)
            mount("none", place, BIND | REMOUNT | READ_ONLY | kept)


def mount(source: str, target: str, flags: int, kind: str = "none", data: str = "") -> None:
    """mount(2)."""
    checked(LIBC.mount(source.encode(), target.encode(), kind.encode(), flags, data.encode()), target)


def allowed_calls(rules: Sequence[str]) -> Iterator[str]:
    """The calls that SystemCallFilter lines leave."""
    allowed: set[str] = set()
    for rule in rules:
        names = {name for word in rule.removeprefix("~").split() for name in members(word)}
        allowed = allowed - names if rule.startswith("~") else allowed | names
    return iter(sorted(allowed))


def members(word: str) -> set[str]:
    """The calls of a group such as @system-service, as systemd knows it."""
    if not word.startswith("@"):
        return {word}
    told = subprocess.run(
        ["systemd-analyze", "syscall-filter", word], capture_output=True, text=True, check=True
    )
    lines = (line.strip() for line in told.stdout.splitlines()[1:])
    return {name for line in lines if line and not line.startswith("#") for name in members(line)}


def keep_to_calls(allowed: Sequence[str], families: Sequence[int]) -> None:
    """From now on every other call ends with EPERM, and a socket of another family with EAFNOSUPPORT."""
    seccomp = ctypes.CDLL("libseccomp.so.2")
    seccomp.seccomp_init.restype = ctypes.c_void_p
    seccomp.seccomp_init.argtypes = [ctypes.c_uint32]
    context = ctypes.c_void_p(seccomp.seccomp_init(refusal(errno.EPERM)))
    for name in allowed:
        number = seccomp.seccomp_syscall_resolve_name(name.encode())
        if number >= 0 and name != "socket":
            checked(seccomp.seccomp_rule_add_array(context, ALLOW, number, 0, None))
    number = seccomp.seccomp_syscall_resolve_name(b"socket")
    for family in range(64):
        answer = ALLOW if family in families else refusal(errno.EAFNOSUPPORT)
        compared = (Comparison * 1)(Comparison(0, SCMP_EQ, family, 0))
        checked(seccomp.seccomp_rule_add_array(context, answer, number, 1, compared))
    checked(seccomp.seccomp_load(context))


class Comparison(ctypes.Structure):
    """struct scmp_arg_cmp: which argument, how it is compared, with what."""

    _fields_ = [
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("datum_a", ctypes.c_uint64),
        ("datum_b", ctypes.c_uint64),
    ]


def refusal(code: int) -> int:
    """SCMP_ACT_ERRNO."""
    return 0x00050000 | code


def checked(answer: int, what: str = "") -> None:
    """Raise what the system said when a call failed."""
    if answer < 0:
        code = ctypes.get_errno() if answer == -1 else -answer
        raise OSError(code, os.strerror(code), what)


if __name__ == "__main__":
    unit = read_unit(Path(sys.argv[1]))
    become(unit, sys.argv[2:] or shlex.split(unit["ExecStart"][0]))
