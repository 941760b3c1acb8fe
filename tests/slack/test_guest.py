"""Who is not on the roster: Slack shows their name to whoever opens the case, and nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.slack.modals import private_view
from bot.dialogs.card import Card, CardKind, Field
from tests.slack.hands import texts
from tests.slack.house import CHANNEL, DSL, GUEST, SAM, house
from tests.slack.strict import message_problems, view_problems


async def test_whoever_opens_the_case_is_shown_the_person_and_no_message_names_them() -> None:
    async with house() as here:
        await here.raised_and_opened(GUEST)

        shown = people(here.hands.view(DSL))
        assert shown == [{"type": "user", "user_id": GUEST}]
        assert "(not on the roster), no number on file" in here.hands.words(DSL)
        assert f"slack.{GUEST}" not in here.hands.words(DSL)
        told = [each for each in here.fake.take() if each.to in {DSL, CHANNEL}]
        assert told != []
        assert GUEST not in str(told)
        here.assert_well()


async def test_somebody_on_the_roster_is_who_the_roster_says() -> None:
    async with house() as here:
        await here.raised_and_opened(SAM)

        assert "Sam Reed" in here.hands.words(DSL)
        assert people(here.hands.view(DSL)) == []


@pytest.mark.parametrize("who", ["", "sam", "teams.U0KIT", "slack.", "slack.here", "slack.U0 <!x>"])
def test_what_is_no_account_of_slacks_stands_as_it_is(who: str) -> None:
    view = private_view("school", _card(f"{who} (not on the roster)", who))

    assert people(view) == []
    assert f"{who} (not on the roster)" in list(texts(view))
    assert list(view_problems(view)) == []


def test_words_that_only_read_like_an_account_name_nobody() -> None:
    assert people(private_view("school", _card("slack.U0KIT told me", ""))) == []


def test_the_strict_slack_lets_no_message_name_anybody() -> None:
    line = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": GUEST}]}
    block = {"type": "rich_text", "elements": [line]}

    assert list(message_problems({"text": "A case", "blocks": [block]})) != []
    assert list(message_problems({"text": f"<@{GUEST}>", "blocks": [{"type": "divider"}]})) != []
    assert list(message_problems({"text": "A case", "blocks": [{"type": "divider"}]})) == []


def _card(text: str, who: str) -> Card:
    row = Field(label="Raised by", text=text, who=who)
    return Card(name="case", kind=CardKind.NOTICE, text="A case", fields=(row,))


def people(tree: Any) -> list[dict[str, Any]]:
    """Return every person that a view shows."""
    if isinstance(tree, dict):
        own = [tree] if tree.get("type") == "user" else []
        return own + [found for each in tree.values() for found in people(each)]
    parts = tree if isinstance(tree, list | tuple) else ()
    return [found for each in parts for found in people(each)]
