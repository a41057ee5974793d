"""A criteria set of ten domains of ten leaves, each a ratio of two declared figures."""

from __future__ import annotations

DOMAINS, LEAVES = 10, 10
NODE = '[[node]]\nnumber = "{number}"\nname = "Tiêu chí thành phần số {number}"\nmaximum = "{maximum}"\n'
RULE = (
    'inputs = ["done: count | Số nhiệm vụ hoàn thành", "total: count, from 1 | Số nhiệm vụ được giao"]\n'
    'rule = "ratio done / total; zero below 50%"\n'
)


def criteria_text() -> str:
    """The set as a file."""
    parts = ['[set]\nid = "do"\ntitle = "Bộ để đo"\nversion = "1"\nunit_kind = "commune"\n']
    for domain in range(1, DOMAINS + 1):
        parts.append(NODE.format(number=domain, maximum=LEAVES))
        parts += [NODE.format(number=f"{domain}.{leaf}", maximum=1) + RULE for leaf in range(1, LEAVES + 1)]
    return "\n".join(parts)


def leaf_numbers() -> list[str]:
    """The numbers of its leaves."""
    return [f"{domain}.{leaf}" for domain in range(1, DOMAINS + 1) for leaf in range(1, LEAVES + 1)]
