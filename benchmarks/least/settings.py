"""The settings of the platform, with one more address: that of the view against which uploads are measured."""

from cchc.config.settings import *  # noqa: F403 - all of them, with the least pages beside

ROOT_URLCONF = "benchmarks.least.urls"
