"""The guard: what may not come in never does, and what is harmless is not refused."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.chat.guard_words import Verdict
from adapters.slack import guard
from adapters.slack.guard import judge
from adapters.slack.guard_tables import UNREAD
from adapters.slack.guard_text import judge_text
from adapters.slack.knock import Knock
from adapters.slack.reading import knock_of
from tests.platforms.odd import ORDINARY, SEED, TREES, objects
from tests.slack.fragments import FRAGMENTS, HARMLESS, LINKS
from tests.slack.samples import handed_in, message_shortcut, pressed, typed

SECRETS = ("F0ABCDEF12", "AwAvADCiii", "a.example", "files.slack", "iVBORw0", "/9j/4AA", "site.ex")


def with_fragment(payload: dict[str, Any], part: str, fragment: dict[str, Any], n: int) -> Any:
    """Return a copy of a payload with a fragment in one object of its `part`."""
    changed = copy.deepcopy(payload)
    places = [each for each in objects(changed[part], UNREAD) if each.get("type") != "link"]
    places[n % len(places)].update(copy.deepcopy(fragment))
    return changed


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_passes(name: str) -> None:
    assert knock_of(HARMLESS[name]).verdict is Verdict.OK


@pytest.mark.parametrize("name", LINKS)
def test_a_link_is_refused_as_a_link_and_nothing_of_it_is_kept(name: str) -> None:
    knock = knock_of(LINKS[name])

    assert knock.verdict is Verdict.LINK
    assert "example" not in repr(knock)


@pytest.mark.parametrize("name", FRAGMENTS)
def test_each_way_in_for_media_is_refused(name: str) -> None:
    knock = knock_of(typed(**FRAGMENTS[name]))

    assert knock.verdict is Verdict.MEDIA
    assert knock.text == ""


@given(st.sampled_from(sorted(FRAGMENTS)), st.sampled_from(sorted({**HARMLESS, **LINKS})), SEED)
def test_media_is_refused_wherever_it_stands_in_a_message(way: str, name: str, n: int) -> None:
    payload = with_fragment({**HARMLESS, **LINKS}[name], "event", FRAGMENTS[way], n)

    assert knock_of(payload).verdict is not Verdict.OK
    assert not any(secret in repr(knock_of(payload)) for secret in SECRETS)


@given(st.sampled_from(sorted(FRAGMENTS)), SEED)
def test_media_in_what_was_pressed_is_refused(way: str, n: int) -> None:
    payload = with_fragment(pressed("q.1.0"), "actions", FRAGMENTS[way], n)

    assert knock_of(payload).verdict is not Verdict.OK


@given(st.sampled_from(sorted(FRAGMENTS)))
def test_media_in_a_form_is_refused(way: str) -> None:
    payload = handed_in("words")
    payload["view"]["state"]["values"]["form"]["text"].update(FRAGMENTS[way])

    assert knock_of(payload).verdict is not Verdict.OK


def everywhere_else() -> list[dict[str, Any]]:
    return [pressed("q.1.0"), handed_in("words"), message_shortcut(typed()["event"])]


@given(st.sampled_from(sorted(FRAGMENTS)), SEED, st.integers(0, 2))
def test_what_is_not_read_leaves_no_trace(way: str, n: int, which: int) -> None:
    payload = everywhere_else()[which]
    read = [payload.get("actions"), payload.get("view", {}).get("state")]
    taken = {id(each) for tree in read for each in objects(tree, UNREAD)}
    before = knock_of(payload)
    places = [each for each in objects(payload) if id(each) not in taken]
    places[n % len(places)].update(copy.deepcopy(FRAGMENTS[way]))

    after = knock_of(payload)

    assert after == before


@pytest.mark.parametrize("way", FRAGMENTS)
def test_a_shortcut_on_a_message_takes_its_place_and_time_and_nothing_of_it(way: str) -> None:
    knock = knock_of(message_shortcut({**typed()["event"], **FRAGMENTS[way]}))

    assert (knock.channel, knock.subject, knock.text) == ("C0STAFF", "1700000000.000300", "")
    assert not any(secret in repr(knock) for secret in SECRETS)


@pytest.mark.parametrize("subtype", ["message_changed", "message_deleted", "thread_broadcast"])
@pytest.mark.parametrize("inner", ["message", "previous_message", "root"])
def test_media_inside_an_edit_a_deletion_or_a_thread_is_refused(subtype: str, inner: str) -> None:
    told = {**typed()["event"], **FRAGMENTS["an upload"]}

    knock = knock_of(typed(subtype=subtype, **{inner: told}))

    assert knock.verdict is Verdict.MEDIA


def test_a_message_and_its_late_preview_are_one_incident() -> None:
    first = typed(**FRAGMENTS["an upload"])
    late = typed(subtype="message_changed", message=first["event"], ts="1700000009.000000")

    assert knock_of(late).operation == knock_of(first).operation


@pytest.mark.parametrize("inside", [{"event": 5}, {"event": {"type": "message", "user": 7}}, {}])
def test_what_has_an_odd_shape_changes_nothing(inside: dict[str, object]) -> None:
    knock = knock_of({"type": "event_callback", "team_id": "T1", **inside})

    assert knock.kind == "ignored"


def test_a_tree_that_is_too_deep_is_refused() -> None:
    deep: Any = {"text": "x"}
    for _ in range(5000):
        deep = {"event": deep}

    assert judge(deep) is Verdict.MEDIA


def test_a_tree_that_is_too_large_is_refused() -> None:
    assert judge({"blocks": [{"type": "divider"}] * 30_000}) is Verdict.MEDIA


def test_a_guard_that_fails_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_leaf", None)

    assert judge({"text": "x"}) is Verdict.MEDIA


@given(TREES)
def test_the_guard_never_fails_whatever_it_is_given(tree: object) -> None:
    assert judge(tree) in Verdict
    assert judge(json.loads(json.dumps(tree))) in Verdict


@given(st.text(max_size=400))
def test_words_are_always_judged(text: str) -> None:
    assert judge_text(text) in Verdict


PIECES = (
    *("a", "B", "7", ".", "/", ":", "//", ";", "!", "[x](", "<", "img", "www", "&lt;", "\u212a"),
    *("data:image/", ";base64,", "/9j/4", "iVBORw0KGgo", "R0lGODdh", "UklGRabc", "AAAAabZ0eX"),
    *("files.slack.com", "WWW.a", "www2.a.jpg", "https://a", "![x](", "<img", "x" * 19, "x" * 200),
    *("Ab3+" * 18, "Ab3_" * 5, "IMG_1.jpg", "F0ABCDEF12"),
)
"""What the patterns look for, and parts of it."""


@given(st.sampled_from(PIECES) | st.lists(st.sampled_from(PIECES), max_size=4).map("".join))
@settings(max_examples=400)
def test_a_text_without_blanks_is_judged_as_with_one_before_it(text: str) -> None:
    assert judge_text(text) is judge_text(f" {text}")  # the blank takes it the long way


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_words_are_words(text: str) -> None:
    assert judge_text(text) is Verdict.OK


def test_what_an_app_wrote_is_nobodys_doing() -> None:
    marks: list[dict[str, Any]] = [
        {"bot_id": "B1"},
        {"app_id": "A1"},
        {"bot_profile": {"id": "B1"}},
        {"subtype": "bot_message"},
        {"user": "USLACK"},
        {"user": "USLACKBOT"},
    ]

    assert {knock_of(typed(**mark)).kind.value for mark in marks} == {"ignored"}


def test_what_was_typed_comes_in_as_it_was_typed() -> None:
    knock: Knock = knock_of(typed("it&apos;s <@U1|Kim> &amp; <tel:999|999> &lt;3"))

    assert knock.text == "it&apos;s @Kim & 999 <3"


def test_what_stands_behind_a_command_is_not_read() -> None:
    command = {"command": "/concern", "user_id": "U1", "team_id": "T1", "text": "Jo B, 8C"}

    assert "Jo" not in repr(knock_of(command))
