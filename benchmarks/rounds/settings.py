"""The settings of the product, with the pages against which its own are measured."""

from cchc.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.rounds.urls"
