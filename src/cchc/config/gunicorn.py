"""Settings of gunicorn: how many requests a web process answers, and how much memory it may hold, before it is
replaced.

`cchc serve` gives the address and the number of processes.
"""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from cchc.config.memory import MEGABYTE, hold_below, resident_bytes
from cchc.config.secret_addresses import SecretAddressesMasked


class MaskedLog(Logger):
    """The log of gunicorn, without the secret parts of addresses."""

    def setup(self, cfg: Any) -> None:
        """Set the log up as gunicorn does."""
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.addFilter(SecretAddressesMasked())


logger_class = MaskedLog
wsgi_app = "cchc.config.wsgi"
worker_class = "cchc.config.waiting_room.WebWorker"
threads = 4
loglevel = "warning"
control_socket_disable = True
timeout = 60
graceful_timeout = 30
max_requests = 20_000  # a process that grows is replaced before (`post_request`)
max_requests_jitter = 5_000  # so that the processes are not all replaced at once

MOST_KEPT = 250 * MEGABYTE  # of memory, above which a process takes no further request
MOST = 1_000 * MEGABYTE  # of memory, the most that a process can get


def post_fork(server: Any, worker: Any) -> None:
    """Limit the memory of a new process, so that no request in it gets more than the machine can spare."""
    hold_below(MOST)


def post_request(worker: Any, req: Any, environ: Any, resp: Any) -> None:
    """After a request that made the process large, let it finish its other requests and end; a new process begins."""
    if worker.alive and resident_bytes() > MOST_KEPT:
        worker.log.warning("A web process grew to %d MB and ends", resident_bytes() // MEGABYTE)
        worker.alive = False
