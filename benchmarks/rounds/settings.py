"""The settings of the product, with the pages against which its own are measured."""

from cchc.config.settings import *  # noqa: F403 - all of them, as an installation has them

ROOT_URLCONF = "benchmarks.rounds.urls"
