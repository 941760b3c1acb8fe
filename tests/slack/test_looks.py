"""Each story can be played and drawn; what its people see keeps to what a card on Slack must be."""

from __future__ import annotations

import pytest

from tests.slack.looks import CUT, page, shown
from tests.slack.stories import STORIES, filmed


@pytest.mark.parametrize("name", STORIES)
async def test_each_story_can_be_looked_at(name: str) -> None:
    frames = await filmed(name)

    assert len(frames) > 5
    assert page(frame.drawn() for frame in frames).count("<figure>") == len(frames)


@pytest.mark.parametrize("name", STORIES)
async def test_answers_that_slack_may_cut_are_told_apart_by_what_is_left(name: str) -> None:
    for frame in await filmed(name):
        left = [label[:CUT] for label in set(frame.labels)]

        assert len(set(left)) == len(left)


def test_what_is_written_is_shown_and_never_read_as_a_page() -> None:
    block = {"type": "section", "text": {"type": "plain_text", "text": "<b>x</b>"}}

    assert "&lt;b&gt;x" in shown({"blocks": [block]}, "who")


def test_what_cannot_be_drawn_is_an_error() -> None:
    with pytest.raises(KeyError):
        shown({"blocks": [{"type": "hologram"}]}, "who")
