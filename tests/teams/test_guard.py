"""The guard: what may not come in never does, and what is harmless is not refused."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.chat.guard_words import Verdict
from adapters.teams import guard
from adapters.teams.guard import judge
from adapters.teams.guard_html import judge_html
from adapters.teams.guard_text import judge_text, spoken
from adapters.teams.knock import Kind
from adapters.teams.reading import knock_of
from tests.platforms.odd import ORDINARY, SEED, TREES, objects
from tests.teams.activities import executed, in_channel, of_type, submitted, typed
from tests.teams.checking import HOME
from tests.teams.fragments import AMS, FRAGMENTS, HARMLESS, IN_A_FORM, LINKS, filled_with

SECRETS = ("asm.skype", "sharepoint", "a.png", "iVBORw0", "/9j/4AA", "site.ex", "uks-d1")


def with_fragment(activity: dict[str, Any], fragment: dict[str, Any], n: int) -> Any:
    """Return a copy of an activity with a fragment in one of its objects."""
    changed = copy.deepcopy(activity)
    places = list(objects(changed))
    places[n % len(places)].update(copy.deepcopy(fragment))
    return changed


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_harmless_passes(name: str) -> None:
    assert judge(HARMLESS[name]) is Verdict.OK
    assert knock_of(HARMLESS[name], HOME).verdict is Verdict.OK


@pytest.mark.parametrize("name", LINKS)
def test_a_link_is_refused_as_a_link_and_nothing_of_it_is_kept(name: str) -> None:
    knock = knock_of(LINKS[name], HOME)

    assert knock.verdict is Verdict.LINK
    assert "example" not in repr(knock)


@pytest.mark.parametrize("name", FRAGMENTS)
def test_each_way_in_for_media_is_refused(name: str) -> None:
    knock = knock_of(typed(**FRAGMENTS[name]), HOME)

    assert (knock.kind, knock.verdict, knock.text) == (Kind.MEDIA, Verdict.MEDIA, "")


@pytest.mark.parametrize("name", FRAGMENTS)
def test_an_edit_or_a_message_in_a_channel_with_media_is_refused_too(name: str) -> None:
    for activity in (
        typed(**{**FRAGMENTS[name], "type": "messageUpdate"}),
        in_channel(typed(**FRAGMENTS[name])),
    ):
        assert knock_of(activity, HOME).verdict is Verdict.MEDIA


@pytest.mark.parametrize("name", FRAGMENTS)
def test_media_beside_a_press_is_refused(name: str) -> None:
    for press in (executed("q.1.0"), submitted("q.1.0")):
        knock = knock_of({**press, **FRAGMENTS[name]}, HOME)

        assert knock.verdict is Verdict.MEDIA
        assert knock.content == ""


@given(st.sampled_from(sorted(FRAGMENTS)), st.sampled_from(sorted({**HARMLESS, **LINKS})), SEED)
def test_media_is_refused_wherever_it_stands(way: str, name: str, n: int) -> None:
    activity = with_fragment({**HARMLESS, **LINKS}[name], FRAGMENTS[way], n)
    knock = knock_of(activity, HOME)

    assert knock.verdict is not Verdict.OK
    assert not any(secret in repr(knock) for secret in SECRETS)


@pytest.mark.parametrize("way", IN_A_FORM)
def test_media_in_what_was_typed_into_a_form_is_refused(way: str) -> None:
    knock = knock_of(filled_with(IN_A_FORM[way]), HOME)

    assert knock.verdict is Verdict.MEDIA
    assert knock.content == ""


@pytest.mark.parametrize(
    "change",
    [
        {"text": None},
        {"text": ""},
        {"text": "  "},
        {"text": "<at>Handrail</at> "},
        {"text": "&nbsp;", "attachments": [{"contentType": "text/html", "content": ""}]},
        {"text": "", "attachments": None},
    ],
)
def test_a_message_without_words_is_held_as_something_that_we_are_not_shown(change: Any) -> None:
    assert knock_of(typed(**change), HOME).kind is Kind.MEDIA


def test_a_mention_alone_in_a_channel_is_no_media_though_it_may_have_had_a_file() -> None:
    knock = knock_of(in_channel(typed(text="<at>Handrail</at> ")), HOME)

    assert (knock.kind, knock.text) == (Kind.TYPED, "")


def test_a_picture_and_its_edit_are_one_incident() -> None:
    first = typed(**FRAGMENTS["a pasted image"])
    edit = {**first, "type": "messageUpdate", "channelData": {"eventType": "editMessage"}}

    assert knock_of(edit, HOME).operation == knock_of(first, HOME).operation


@pytest.mark.parametrize("kind", ["messageReaction", "messageDelete", "typing", "tomorrow", ""])
def test_what_is_no_message_is_nobodys_doing(kind: str) -> None:
    assert knock_of(of_type(kind, **FRAGMENTS["a pasted image"]), HOME).kind is Kind.IGNORED


def test_a_tree_that_is_too_deep_or_too_large_is_refused() -> None:
    deep: Any = {"text": "x"}
    for _ in range(20):
        deep = {"value": deep}

    assert judge(deep) is Verdict.MEDIA
    assert judge({"entities": [{"type": "x"}] * 5000}) is Verdict.MEDIA
    assert judge_html("<p>" * 70_000) is Verdict.MEDIA


@pytest.mark.parametrize("name", ["Text", "VALUE", "channeldata", "Entities"])
def test_a_key_that_is_written_otherwise_is_nothing_of_teams(name: str) -> None:
    assert judge(typed(**{name: "x"})) is Verdict.MEDIA


def test_a_guard_that_fails_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_leaf", None)

    assert judge({"text": "x"}) is Verdict.MEDIA


@given(st.dictionaries(st.sampled_from(sorted(typed())) | st.text(max_size=9), TREES, max_size=6))
def test_nothing_fails_whatever_is_sent(activity: dict[str, Any]) -> None:
    changed = {**typed(), **json.loads(json.dumps(activity))}

    assert judge(changed) in Verdict
    assert knock_of(changed, HOME).kind in Kind


MARKS = ["<", ">", "</", "/>", "img", "p", " src=", '"', "'", "&lt;", "&", "<!--", "-->", "a", AMS]


@given(st.lists(st.sampled_from(MARKS), max_size=30).map("".join))
def test_no_torn_markup_hides_a_picture(content: str) -> None:
    shows = "<img" in content.replace(" ", "").lower()

    assert not (shows and judge_html(content) is Verdict.OK)


@given(st.text(max_size=400))
def test_words_are_always_judged(text: str) -> None:
    assert judge_text(text) in Verdict


@pytest.mark.parametrize("text", [*ORDINARY, "it is on our sharepoint.com I think"])
def test_ordinary_words_are_words(text: str) -> None:
    assert judge_text(text) is Verdict.OK


def test_what_was_typed_comes_in_as_it_was_typed() -> None:
    said = "<at>Handrail</at> it&#39;s <at id='0'>Kim</at>\xa0&amp; [x.uk](http://x.uk) &lt;3"

    assert spoken(said, "Handrail") == "it's Kim & x.uk <3"
    assert spoken("[see this](https://x.example/p)") == "see this https://x.example/p"
