"""Each story can be played and drawn; what its people see keeps to what a card on Slack must be."""

from __future__ import annotations

import pytest

from bot.dialogs.words import words
from tests.slack.film import Frame
from tests.slack.looks import CUT, page, shown
from tests.slack.stories import STORIES, filmed

FILMS: dict[str, list[Frame]] = {}


async def film(name: str) -> list[Frame]:
    """Return a story's frames; each is played once."""
    if name not in FILMS:
        FILMS[name] = await filmed(name)
    return FILMS[name]


@pytest.mark.parametrize("name", STORIES)
async def test_each_story_can_be_looked_at(name: str) -> None:
    frames = await film(name)

    assert len(frames) > 5
    assert page(frame.drawn() for frame in frames).count("<figure>") == len(frames)


@pytest.mark.parametrize("name", STORIES)
async def test_answers_that_slack_may_cut_are_told_apart_by_what_is_left(name: str) -> None:
    for frame in await film(name):
        left = [label[:CUT] for label in set(frame.labels)]

        assert len(set(left)) == len(left)


@pytest.mark.parametrize("name", STORIES)
async def test_no_card_has_a_gap_where_there_was_nothing_to_say(name: str) -> None:
    frames = await film(name)

    assert [text for frame in frames for text in (*frame.words, frame.heard) if "  " in text] == []


async def test_what_has_to_be_written_comes_first_and_its_sources_are_not_ones_own_words() -> None:
    frames = [frame for frame in await film("danger") + await film("calm") if frame.labels]
    shown = {frame.words[0]: frame.labels for frame in frames if frame.how == "new"}

    assert shown["Which child is this about?"][:2] == ("Say which child", "Not known")
    [why] = [labels for text, labels in shown.items() if text.startswith("Why we ask")]
    assert why == ("Show it to me alone",)


@pytest.mark.parametrize("name", STORIES)
async def test_no_view_says_the_numbers_twice(name: str) -> None:
    views = [frame.words for frame in await film(name) if frame.how == "view"]

    assert [each for each in views if "999" in each[0] and each[1:] == (words().foot,)] == []


def test_what_is_written_is_shown_and_never_read_as_a_page() -> None:
    block = {"type": "section", "text": {"type": "plain_text", "text": "<b>x</b>"}}

    assert "&lt;b&gt;x" in shown({"blocks": [block]}, "who")


def test_what_cannot_be_drawn_is_an_error() -> None:
    with pytest.raises(KeyError):
        shown({"blocks": [{"type": "hologram"}]}, "who")
