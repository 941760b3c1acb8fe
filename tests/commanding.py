"""Fixtures for whoever runs a command of ours in this very process."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog


@pytest.fixture
def logging_as_before() -> Iterator[None]:
    """Take back what a command sets up for its logs."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logging_as_before: None) -> Path:
    """Give an empty data folder, in surroundings that say nothing."""
    del logging_as_before
    for name in ("REDIS_URL", "HANDRAIL_CONFIG", "HANDRAIL_KEYS", "STORE_DURABILITY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HANDRAIL_DATA", str(tmp_path / "data"))
    return tmp_path / "data"
