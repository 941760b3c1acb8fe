"""What comes in is picked: who, where, which button; a repeat has the name of the first."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.teams.knock import Kind, Place
from adapters.teams.reading import knock_of
from bot.dialogs.card import FormKind
from tests.teams.activities import (
    ACCOUNT,
    BOT,
    CHAT,
    ROOM,
    SERVICE,
    USER,
    executed,
    in_channel,
    of_type,
    submitted,
    typed,
)
from tests.teams.checking import HOME


def test_words_come_with_who_said_them_and_where_an_answer_goes() -> None:
    knock = knock_of(typed("hello"), HOME)

    assert (knock.kind, knock.text, knock.place) == (Kind.TYPED, "hello", Place.PRIVATE)
    assert (knock.user, knock.account, knock.bot) == (USER, ACCOUNT, BOT)
    assert (knock.service, knock.conversation, knock.room) == (SERVICE, CHAT, "")


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ({"conversationType": "channel", "isGroup": True, "id": ROOM}, Place.CHANNEL),
        ({"conversationType": "groupChat", "isGroup": True, "id": "19:x@thread.v2"}, Place.GROUP),
        ({"conversationType": "personal", "isGroup": True, "id": CHAT}, Place.GROUP),
        ({"conversationType": "tomorrow", "id": CHAT}, Place.GROUP),
        ({"id": "19:x@thread.v2"}, Place.GROUP),
        ({}, Place.GROUP),
    ],
)
def test_words_that_others_may_read_are_not_read(place: dict[str, Any], where: Place) -> None:
    knock = knock_of(typed("Jo B told me", conversation=place), HOME)

    assert (knock.kind, knock.place, knock.text) == (Kind.TYPED, where, "")
    assert "Jo" not in repr(knock)


def test_a_chat_that_does_not_say_what_it_is_is_known_by_its_id() -> None:
    knock = knock_of(typed("hello", conversation={"id": CHAT}), HOME)

    assert (knock.place, knock.text) == (Place.PRIVATE, "hello")


def test_a_thread_in_a_channel_belongs_to_its_channel() -> None:
    activity = in_channel(submitted("deed.YP-7K3Q.ack"), f"{ROOM};messageid=17")
    activity["channelData"] = {"tenant": {"id": HOME.tenant}}

    knock = knock_of(activity, HOME)

    assert (knock.kind, knock.room, knock.activity) == (Kind.PRESSED, ROOM, "1700000000000")
    assert knock.conversation == f"{ROOM};messageid=17"


def test_a_repeat_has_the_name_of_the_first_and_nothing_else_has() -> None:
    first = knock_of(typed("hello"), HOME).operation
    others = [
        typed("hello", id="1700000000009"),
        typed("hello", conversation={"id": "a:other", "conversationType": "personal"}),
        of_type("messageUpdate"),
        executed("q.1.0"),
    ]

    assert knock_of({**typed("hello"), "timestamp": "later"}, HOME).operation == first
    names = {knock_of(each, HOME).operation for each in others}
    assert len(names | {first}) == len(others) + 1
    assert CHAT not in first


@pytest.mark.parametrize("press", [executed, submitted])
def test_a_form_that_was_handed_in_is_told_from_a_button_beside_it(press: Any) -> None:
    form = knock_of(press("q.1.form", "Room 4", FormKind.TEXT), HOME)
    ticked = knock_of(press("q.2.form", "a,c", FormKind.MULTI), HOME)
    button = knock_of(press("q.1.0"), HOME)

    assert (form.kind, form.school, form.content) == (Kind.FILLED, "school", "Room 4")
    assert ticked.content == ("a", "c")
    assert (button.kind, button.value, button.content) == (Kind.PRESSED, "q.1.0", "")


@pytest.mark.parametrize(
    "value", [{}, {"x": 1}, 5, "q.1.0", {"action": {"data": {"handrail": {}}}}, {"handrail": "x"}]
)
def test_a_button_of_nobodys_is_nothing(value: object) -> None:
    for activity in (of_type("message", value=value), {**executed("q.1.0"), "value": value}):
        assert knock_of(activity, HOME).kind is Kind.IGNORED


@pytest.mark.parametrize("value", [{}, "", 0, "q.1.0", {"x": 1}])
def test_words_beside_a_value_that_is_none_of_ours_are_words(value: object) -> None:
    knock = knock_of(typed("suicidal", value=value), HOME)

    assert (knock.kind, knock.text) == (Kind.TYPED, "suicidal")


def test_what_a_client_does_by_itself_is_nobodys_press() -> None:
    activity = executed("deed.YP-7K3Q.ack")
    activity["value"]["trigger"] = "automatic"

    assert knock_of(activity, HOME).kind is Kind.OTHER_INVOKE


@pytest.mark.parametrize("name", ["fileConsent/invoke", "task/fetch", "composeExtension/query", ""])
def test_an_invoke_that_we_do_not_serve_is_not_read(name: str) -> None:
    activity = {**executed("q.1.0"), "name": name}

    assert knock_of(activity, HOME).kind is Kind.OTHER_INVOKE


@pytest.mark.parametrize(
    ("activity", "kind"),
    [
        (of_type("installationUpdate", action="add"), Kind.INSTALLED),
        (of_type("installationUpdate", action="add-upgrade"), Kind.CHANGED),
        (of_type("installationUpdate", action="remove"), Kind.GONE),
        (of_type("installationUpdate", action="tomorrow"), Kind.CHANGED),
        (of_type("conversationUpdate", membersAdded=[{"id": BOT}]), Kind.CHANGED),
        (of_type("conversationUpdate", membersRemoved=[{"id": BOT}]), Kind.GONE),
        (in_channel(of_type("conversationUpdate", membersAdded=[{"id": "29:x"}])), Kind.CHANGED),
        (in_channel(of_type("conversationUpdate")), Kind.CHANGED),
        (of_type("messageReaction", reactionsAdded=[{"type": "like"}]), Kind.IGNORED),
    ],
)
def test_what_teams_tells_of_itself(activity: dict[str, Any], kind: Kind) -> None:
    assert knock_of(activity, HOME).kind is kind


def test_the_kind_of_a_channel_is_taken_along() -> None:
    activity = in_channel(of_type("installationUpdate", action="add"))
    activity["channelData"]["channel"]["type"] = "shared"

    assert knock_of(activity, HOME).shape == "shared"
