"""In the tests of Slack nothing is called but what this very process serves: its fake, its door."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.outbound.sitecustomize import CALLED


@pytest.fixture(autouse=True)
def nobody_but_the_fake_is_called() -> Iterator[None]:
    before = len(CALLED)
    yield
    assert [port for port, ours in CALLED[before:] if not ours] == []
