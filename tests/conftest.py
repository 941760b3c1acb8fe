"""Settings that hold for every test; fixtures live beside the tests that use them."""

from __future__ import annotations

import gc
import os
import shutil

import hypothesis
import pytest

# `server`, `redis_store` and `clean`, for whoever asks; a watch over whom any test calls, and a
# canary for what any test logs or prints; the table of figures at the end of a long run; which
# process of a run takes which test.
pytest_plugins = [
    "tests.embedded",
    "tests.commanding",
    "tests.outbound.watching",
    "tests.canary.watching",
    "tests.figures",
    "tests.sharing",
]

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")

# Here a handful of examples for speed; in CI a thousand, always the same ones, so that a red run
# can be run again. No deadline: machines are busy.
hypothesis.settings.register_profile("here", max_examples=100, deadline=None)
hypothesis.settings.register_profile("ci", max_examples=1000, deadline=None, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="write the transcripts anew instead of comparing them"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip browser tests where no Chromium is found, except in CI, where they have to fail."""
    if os.environ.get("CI") or any(map(shutil.which, CHROMIUMS)):
        return
    without = pytest.mark.skip(reason="no Chromium on PATH: run `make chromium`")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(without)


def pytest_collection_finish() -> None:
    """Look for garbage only among what the tests make: what is imported by now stays to the end."""
    gc.collect()
    gc.freeze()
