"""Three hundred clients use one code at the same instant, in threads that share one database, while others send forms
of their own, each twice; prints what came of it as JSON. A program: `python -m tests.racing_codes` in the environment
of an installation."""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import django

CLIENTS, OTHERS = 300, 20


def main() -> None:
    """Let everybody send, and print what stands."""
    django.setup()
    from django.db import connections

    from cchc.access.permissions import Role
    from cchc.fieldwork.actions.receiving import SubmittedForm, UsedUp, receive_form
    from cchc.fieldwork.models import AnswerLink, FieldAssignment, FormSubmission, SubmissionSource
    from cchc.surveys.models import Response
    from tests.builders import a_unit, an_actor
    from tests.builders.collecting import a_collecting_survey
    from tests.builders.fieldwork import some_assignments

    unit = a_unit("Xã Tân Lập", "commune")
    wanted, *others = some_assignments(a_collecting_survey([unit]), [unit], each=1 + OTHERS)
    by, start = an_actor(Role.SURVEY_STAFF), threading.Barrier(CLIENTS + 2 * OTHERS)
    found: Counter[str] = Counter()
    keys = [str(uuid4()) for _other in others]

    def send(assignment: FieldAssignment, key: str, level: str) -> None:
        sent = SubmittedForm(key, 1, {unit.pk: {"q1": level}}, SubmissionSource.ONLINE)
        start.wait()
        try:
            _row, is_new = receive_form(by=by, assignment=assignment, sent=sent)
        except UsedUp:
            found["used up"] += 1
        else:
            found["accepted" if is_new else "there already"] += 1
        finally:
            connections.close_all()

    acts = [(wanted, str(uuid4()), str(1 + turn % 5)) for turn in range(CLIENTS)]
    acts += [(one, key, "5") for one, key in zip(others, keys, strict=True) for _twice in range(2)]
    with ThreadPoolExecutor(len(acts)) as pool:
        done = [pool.submit(send, *one) for one in acts]
    broken = sorted({repr(one.exception()) for one in done if one.exception() is not None})
    counts = {one.__name__: one.objects.count() for one in (AnswerLink, FormSubmission, Response)}
    sys.stdout.write(json.dumps({"broken": broken, "found": found, "counts": counts}))


if __name__ == "__main__":
    main()
