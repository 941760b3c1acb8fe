"""The fixtures that fail a test which was about to call somebody outside this machine."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.outbound.sitecustomize import LOG, STRAYED

FOLDER = Path(__file__).parent


@pytest.fixture(scope="session", autouse=True)
def children_are_watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let every Python that a test starts watch itself, and read at the end what was stopped."""
    log = tmp_path_factory.mktemp("outbound") / "log"
    path = os.pathsep.join(filter(None, (str(FOLDER), os.environ.get("PYTHONPATH"))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(LOG, str(log))
        patch.setenv("PYTHONPATH", path)
        yield
        told = log.read_text("utf-8").splitlines() if log.exists() else []
    assert told == []


@pytest.fixture(autouse=True)
def nobody_outside_is_called() -> Iterator[None]:
    """Fail the test in which somebody outside this machine was about to be called."""
    before = len(STRAYED)
    yield
    assert STRAYED[before:] == []
