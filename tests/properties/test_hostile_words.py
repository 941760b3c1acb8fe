"""No words, however odd, keep the loop from everybody else: what is typed is read in no time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from bot.dialogs.links import has_link
from bot.dialogs.load import load_script
from bot.dialogs.understand import LONGEST, understand

ODD = (
    " ",
    "\t",
    "a ",
    "a.",
    "a-",
    "1 ",
    "1.",
    "and ",
    ", ",
    "year ",
    "in 1 ",
    "www ",
    "dot ",
    "A=",
)
AT_MOST = 0.25
"""Seconds of the processor's own time: 2,000 letters take a twentieth of that at most."""


def spent(do: Callable[..., object], *told: object) -> float:
    """Return how many seconds of the processor's time something takes."""
    begun = time.process_time()
    do(*told)
    return time.process_time() - begun


@pytest.mark.parametrize("odd", ODD)
def test_words_made_to_be_slow_are_read_at_once(odd: str) -> None:
    """ASVS 1.3.12, 15.2.2."""
    typed = f"x{odd * LONGEST}"[: LONGEST - 1] + "x"

    taken = {each.id: spent(understand, typed, each) for each in load_script("intake").questions}

    assert {name: each for name, each in taken.items() if each > AT_MOST} == {}


@pytest.mark.parametrize("odd", ODD)
def test_a_text_as_long_as_a_door_lets_in_is_looked_through_for_links(odd: str) -> None:
    """ASVS 1.3.12."""
    assert spent(has_link, (odd * 100_000)[:100_000]) < 4 * AT_MOST
