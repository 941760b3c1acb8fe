"""What the tests of Teams share."""

from __future__ import annotations

import pytest

from tests.chat import SimClock


@pytest.fixture
def clock() -> SimClock:
    """Return a clock that stands still until a test moves it."""
    return SimClock()
