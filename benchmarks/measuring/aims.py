"""What is promised of the platform's speed: each figure is printed with its aim, and whether it is kept."""

from __future__ import annotations

NO = "kept: no"


def judge_least(what: str, found: float, least: float, unit: str = "") -> bool:
    """Print a figure beside the least that it must be; returns whether it is kept."""
    kept = found >= least
    print(
        f"  {'kept: yes' if kept else NO} · {what}: {found:.2f}{unit}, aim at least {least:g}{unit}",
        flush=True,
    )
    return kept


def judge(what: str, found: float, most: float, unit: str = "") -> bool:
    """Print a figure beside the most that it may be; returns whether it is kept."""
    kept = found <= most
    said = "kept: yes" if kept else NO
    print(f"  {said} · {what}: {found:.2f}{unit}, aim at most {most:g}{unit}", flush=True)
    return kept
