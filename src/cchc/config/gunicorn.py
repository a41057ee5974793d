"""Settings of gunicorn: how many requests a web process answers, and how much memory it may hold, before another takes
its place. `cchc serve` gives address and number of processes.
"""

from __future__ import annotations

from typing import Any

from cchc.config.memory import MEGABYTE, hold_below, resident

wsgi_app = "cchc.config.wsgi"
worker_class = "cchc.config.waiting_room.WebWorker"
threads = 4
loglevel = "warning"
control_socket_disable = True
timeout = 60
graceful_timeout = 30
max_requests = 2_000
max_requests_jitter = 500  # so that the processes do not begin anew together

MOST_KEPT = 250 * MEGABYTE  # with which a process takes another request
MOST = 1_000 * MEGABYTE  # that a process may ask for at all


def post_fork(server: Any, worker: Any) -> None:
    """A process begins: no request in it gets more memory than the machine can spare."""
    hold_below(MOST)


def post_request(worker: Any, req: Any, environ: Any, resp: Any) -> None:
    """A request was answered: a process that it made large finishes the others it has and ends; a new one begins."""
    if worker.alive and resident() > MOST_KEPT:
        worker.log.warning("A web process grew to %d MB and ends", resident() // MEGABYTE)
        worker.alive = False
