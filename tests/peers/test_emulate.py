"""Our whole product over `emulate`'s Slack: other people's signatures, events, methods, errors."""

from __future__ import annotations

import pytest

from adapters.slack.workspace import Workspace
from bot.ports import Reroute
from tests.peers.hill import DSL, SECRET, TEACHER, WEAK, Hill, hill

pytestmark = pytest.mark.peers

SECRETS = ("IMG_2044", "planted-words-7")


async def said(here: Hill, text: str) -> list[str]:
    """Let the teacher type something; return what we have told them, the newest first."""
    chat = await here.chat_of(TEACHER)
    await here.as_person(TEACHER, "chat.postMessage", channel=chat, text=text)
    await here.slack.backlog.drained()
    return await here.told(TEACHER)


async def test_their_events_are_signed_as_slack_signs_and_words_raise_an_alert(node: str) -> None:
    async with hill(node) as here:
        asked = await said(here, "hello")
        assert "talking of suicide" in asked[0]

        await said(here, "danger now")

        alerts = [text for text in await here.told(DSL) if text.startswith("EMERGENCY")]
        assert len(alerts) == 1
        assert set(here.relay.heard) == {"signed"}
        assert set(here.relay.statuses) == {200}
        assert (here.failures, here.bugs) == ([], [])


async def test_our_own_messages_come_back_unmarked_and_are_answered_by_nobody(node: str) -> None:
    async with hill(node) as here:
        before = await said(here, "hello")
        await here.slack.backlog.drained()

        assert await here.told(TEACHER) == before
        assert len(before) == 1
        assert len(here.relay.heard) > 1


async def test_a_picture_sent_to_us_is_an_incident_and_nothing_of_it_is_kept(node: str) -> None:
    async with hill(node) as here:
        await said(here, "hello")
        chat = await here.chat_of(TEACHER)
        place = await here.as_person(
            TEACHER, "files.getUploadURLExternal", filename="IMG_2044.png", length=4
        )
        async with here.web.post(place["upload_url"], data=b"\x89PNG") as sent:
            assert sent.status == 200
        done = await here.as_person(
            TEACHER,
            "files.completeUploadExternal",
            files=[{"id": place["file_id"], "title": "planted-words-7"}],
            channel_id=chat,
        )
        assert done["ok"]
        await here.slack.backlog.drained()

        assert any("I did not take that in" in text for text in await here.told(TEACHER))
        assert await here.told(DSL) != []
        kept = str(here.store._schools)
        assert not any(secret in kept for secret in (*SECRETS, place["file_id"]))
        assert (here.failures, here.bugs) == ([], [])


ERRORS = [
    ("chat.postMessage", {"channel": "C0NOWHERE", "text": "x", "blocks": []}, "channel_not_found"),
    ("chat.update", {"channel": "DSL", "ts": "1.1", "text": "x"}, "message_not_found"),
    ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("conversations.info", {"channel": "C0NOWHERE"}, "channel_not_found"),
    ("conversations.members", {"channel": "C0NOWHERE"}, "channel_not_found"),
]


@pytest.mark.parametrize(("method", "given", "told"), ERRORS)
async def test_what_they_refuse_means_another_way_now(
    node: str, method: str, given: dict[str, object], told: str
) -> None:
    async with hill(node) as here:
        home = here.slack.workspaces[0]
        if given.get("channel") == "DSL":
            given = {**given, "channel": await here.chat_of(DSL)}

        with pytest.raises(Reroute, match=told):
            await here.client.call(home, method, **given)


async def test_a_token_that_may_not_means_another_way_now(node: str) -> None:
    async with hill(node) as here:
        weak = Workspace("weak", "T000000001", ("school",), WEAK, SECRET)

        with pytest.raises(Reroute, match="missing_scope"):
            await here.client.call(weak, "conversations.info", channel=here.ids["dsl-team"])
