"""A canary for the whole suite: what any test logs or prints holds no planted word or picture.

Every test is held to it, also those that are about something else. What tests plant is listed
here; a test that has to print one of these words (none does today) asks for the mark `prints`.
"""

# Rule 1: the words are those that tests put into cases, messages, names of files and pictures.
# Rule 2: only what the product says is looked at: of a failed test its own report is left out.

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator

import pytest

__all__ = ["PLANTED", "leaks"]

PLANTED = (
    *("Quillfeather", "Brackenbury", "Snapchatter", "planted-words", "Planted words"),
    *("canaryZk3vQ9", "Jo B", "Room 4", "Sam Reed", "Sam Field", "Lena Ortiz", "Kit Vane"),
    *("iVBORw0KGgo", "/9j/4AAQ", "\\x89PNG", "\x89PNG"),
    *("xoxb-token", "signing-secret", "of-the-proof-alone"),
)
"""Names, words, names of files, beginnings of pictures, and secrets."""

OURS = ("handrail", "adapters", "bot", "aiohttp", "slack", "botbuilder", "redis", "msrest", "msal")


def leaks(said: str) -> list[str]:
    """Return the planted words that stand in something said."""
    return [word for word in PLANTED if word in said]


class _Listens(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.found: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Look through a line and all that belongs to it."""
        if record.name.startswith(OURS):
            told = f"{record.getMessage()} {record.exc_text or ''} {record.exc_info or ''}"
            self.found.update(f"{record.name}: {word}" for word in leaks(told))


@pytest.fixture(autouse=True)
def no_log_line_holds_a_planted_word() -> Iterator[None]:
    """Fail the test in which anything of the product logs a planted word, at the level it has."""
    listens, root = _Listens(), logging.getLogger()
    root.addHandler(listens)
    yield
    root.removeHandler(listens)
    assert sorted(listens.found) == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a passed test into a failed one, where what it printed holds a planted word."""
    report = yield
    if call.when == "call" and report.passed and "prints" not in item.keywords:
        found = leaks(report.capstdout + report.capstderr)
        if found:
            report.outcome = "failed"
            report.longrepr = f"it printed what no output may hold: {', '.join(found)}"
    return report
