"""Runs every act of the table several times at the same instant, in threads that share one database, and prints what
came of each as JSON. A program: `python -m tests.racing` in the environment of an installation."""

from __future__ import annotations

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django

AT_ONCE = 10
KEYED = " with its key"


def main() -> None:
    """Race every act, or those that are named; a name that ends in `KEYED` is sent each time with the same key."""
    django.setup()
    from django.core.signals import got_request_exception

    from tests.acts import MAKERS

    broken: list[str] = []
    got_request_exception.connect(lambda **told: broken.append(repr(sys.exc_info()[1])), weak=False)
    outcomes = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:  # whose threads keep their connections from act to act
        for name in sys.argv[1:] or MAKERS:
            keyed = name.endswith(KEYED)
            act = MAKERS[name.removesuffix(KEYED)]()
            outcome = _raced(act, _signed_in(act.role), keyed, pool)
            outcomes[name] = {**outcome, "broken": sorted(set(broken))}
            broken.clear()
    sys.stdout.write(json.dumps(outcomes, ensure_ascii=False))


def _signed_in(role: Any) -> str:
    """The session of somebody of this role in the province, opened anew."""
    from django.test import Client

    from tests import acts

    client = Client()
    client.force_login(acts.someone(role))
    return client.cookies["sessionid"].value


def _raced(act: Any, session: str, keyed: bool, pool: ThreadPoolExecutor) -> dict[str, Any]:
    """What is answered and recorded when a form is sent `AT_ONCE` times in one instant, with one key or without."""
    from django.test import Client

    from cchc.ui import once
    from tests import acts

    data = {**act.data, once.FIELD: once.fresh_key()} if keyed else act.data
    before = acts.now_in_the_log()
    start = threading.Barrier(AT_ONCE)

    def send(_number: int) -> int:
        client = Client(raise_request_exception=False)
        client.cookies["sessionid"] = session
        form = acts.posted(data)
        start.wait()
        return client.post(act.address, form).status_code

    answers = sorted(pool.map(send, range(AT_ONCE)))
    return {"answers": answers, "recorded": acts.recorded(before), "once": act.once}


if __name__ == "__main__":
    main()
