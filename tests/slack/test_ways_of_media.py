"""Each way in for media is refused at each position that is read; elsewhere it leaves no trace."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from adapters.chat.guard_words import Verdict
from adapters.slack.guard_tables import UNREAD
from adapters.slack.knock import Kind
from adapters.slack.reading import knock_of
from tests.platforms.odd import objects
from tests.slack.fragments import FRAGMENTS, HARMLESS, LINKS
from tests.slack.samples import event_of, handed_in, message_shortcut, pressed, typed
from tests.slack.ways import EVENTS, WAYS

EVERY = {**FRAGMENTS, **WAYS}
TRACES = ("F0ABCDEF12", "files.slack", "site.ex", "g.example", "iVBORw0", "words", "/9j/4AA")


def with_it(payload: dict[str, Any], part: str, fragment: dict[str, Any]) -> Iterator[Any]:
    """Yield a payload with a fragment in each object of its part in turn."""
    count = sum(1 for _ in objects(payload[part], UNREAD))
    for number in range(count):
        changed = copy.deepcopy(payload)
        place = list(objects(changed[part], UNREAD))[number]
        if place.get("type") not in {"link", "text"}:  # a leaf that has a text of its own
            place.update(copy.deepcopy(fragment))
            yield changed


@pytest.mark.parametrize("way", EVERY)
def test_it_is_refused_at_every_position_of_every_message(way: str) -> None:
    for payload in HARMLESS.values():
        for changed in with_it(payload, "event", EVERY[way]):
            knock = knock_of(changed)
            assert knock.verdict is Verdict.MEDIA, changed["event"]
            assert not any(trace in repr(knock) for trace in TRACES)


@pytest.mark.parametrize("way", EVERY)
def test_it_is_refused_beside_a_link(way: str) -> None:
    for payload in LINKS.values():
        for changed in with_it(payload, "event", EVERY[way]):
            knock = knock_of(changed)
            assert knock.verdict is not Verdict.OK
            assert not any(trace in repr(knock) for trace in TRACES)


@pytest.mark.parametrize("way", EVERY)
def test_it_is_refused_in_a_mention_in_a_press_and_in_a_form(way: str) -> None:
    mention = typed(**{"type": "app_mention", **EVERY[way]})
    form = handed_in("x")
    form["view"]["state"]["values"]["form"]["text"].update(copy.deepcopy(EVERY[way]))

    told = [mention, form, *with_it(pressed("q.1.0"), "actions", EVERY[way])]

    for payload in told:
        assert knock_of(payload).verdict is not Verdict.OK
        assert not any(trace in repr(knock_of(payload)) for trace in TRACES)


@pytest.mark.parametrize("way", EVERY)
def test_where_nothing_is_read_it_leaves_no_trace(way: str) -> None:
    for payload in (pressed("q.1.0"), handed_in("x"), message_shortcut(typed()["event"])):
        before, part = knock_of(payload), "message" if "message" in payload else "view"
        read = {id(each) for each in objects(payload.get("view", {}).get("state"))}
        for number, place in enumerate(objects(payload[part])):
            if id(place) in read or (part == "view" and number == 0):
                continue
            changed = copy.deepcopy(payload)
            list(objects(changed[part]))[number].update(copy.deepcopy(EVERY[way]))
            assert knock_of(changed) == before


@pytest.mark.parametrize("kind", EVENTS)
def test_an_event_of_a_file_is_media(kind: str) -> None:
    event = {"type": kind, "user_id": "U0TEACHER", "file_id": "F0ABCDEF12", "event_ts": "1.1"}

    knock = knock_of(event_of(event))

    assert (knock.kind, knock.verdict) == (Kind.TYPED, Verdict.MEDIA)
    assert "F0ABCDEF12" not in repr(knock)


@pytest.mark.parametrize("kind", ["pin_added", "star_added", "reaction_added"])
def test_what_tells_of_a_pin_is_nobodys_concern_and_nothing_of_it_is_kept(kind: str) -> None:
    item = {"type": "file", "file": {"id": "F0ABCDEF12"}, "comment": {"preview": "words"}}

    knock = knock_of(event_of({"type": kind, "user": "U0TEACHER", "item": item}))

    assert knock.kind is Kind.IGNORED
    assert not any(trace in repr(knock) for trace in TRACES)
