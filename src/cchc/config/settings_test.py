"""Settings of the tests: quick password hashing, files of their own, no manifest of static files,
and a task runs at once where it is enqueued."""

from __future__ import annotations

import os
import tempfile

_FOLDER = tempfile.TemporaryDirectory(prefix="cchc-test-")  # deleted when the tests end
os.environ["CCHC_VAR"] = _FOLDER.name  # never the folder of a real installation
os.environ.setdefault("SECRET_KEY", "only-for-tests")

from cchc.config.settings import *  # noqa: E402, F403 - all of them, once their folder is chosen

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
PORTAL_LOOKS_EVERY = 0.0  # every test has a database of its own
