"""Anything that is not words, a press or a form is media: told, never kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.playground.guard import Misaddressed, envelope, judge
from bot.fsm.said import Filled, Media, Opened, Pressed, Typed
from tests.playground.page import Page

CANARY = "canaryZk3vQ9"
PICTURE = f"data:image/png;base64,iVBORw0KGgoAAAANSUhEUg{CANARY}"

NOT_WORDS: list[dict[str, object]] = [
    {"media": True},
    {"typed": PICTURE},
    {"typed": f"here it is {PICTURE.upper()}"},
    {"typed": f"/9j/4AAQSkZJRgABAQ{CANARY}"},
    {"typed": "hello", "files": [{"url_private": CANARY}]},
    {"typed": "hello", "attachments": []},
    {"typed": ["hello", CANARY]},
    {"typed": {"html": f"<img src={CANARY}>"}},
    {"typed": None},
    {"image": CANARY},
    {"filled": "q.1.form", "content": {"file": CANARY}},
    {"filled": "q.1.form", "content": ["a", 7]},
    {"filled": "q.1.form", "content": PICTURE},
    {"filled": "q.1.form", "content": ["x"] * 61},
    {"pressed": "x" * 201},
    {"pressed": "q.1.0", "blob": CANARY},
    {"opened": 1},
    {"opened": True, "typed": "hello"},
    {},
]


@pytest.mark.parametrize("said", NOT_WORDS, ids=str)
def test_what_is_not_plainly_words_is_media(said: dict[str, object]) -> None:
    assert judge({"school": "s", "person": "p", "operation": "o", **said}) == Media()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ({"typed": "hello"}, Typed("hello")),
        ({"typed": "half \ud83d a face"}, Typed("half ? a face")),
        ({"typed": "see https://example.org/a"}, Typed("see https://example.org/a")),
        ({"pressed": "q.1.0"}, Pressed("q.1.0")),
        ({"pressed": "q.1.0", "message": "m1"}, Pressed("q.1.0")),
        ({"filled": "q.1.form", "content": "words"}, Filled("q.1.form", "words")),
        ({"filled": "q.1.form", "content": ["a", "b"]}, Filled("q.1.form", ("a", "b"))),
        ({"filled": "q.1.form", "content": []}, Filled("q.1.form", ())),
        ({"opened": True}, Opened()),
    ],
    ids=str,
)
def test_words_presses_and_forms_are_read(said: dict[str, object], read: object) -> None:
    assert judge(said) == read


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
FIELDS = st.sampled_from(["typed", "pressed", "filled", "content", "opened", "media", "message"])


@pytest.mark.slow
@given(st.dictionaries(FIELDS | st.text(), JSON, max_size=4))
def test_whatever_is_posted_is_judged_and_can_be_written_down(payload: dict[str, object]) -> None:
    said = judge(payload)

    if isinstance(said, Typed):
        said.text.encode("utf-8")
    assert isinstance(said, Typed | Pressed | Filled | Media | Opened)


@given(JSON)
def test_whoever_cannot_be_told_apart_is_told_what_to_post(payload: object) -> None:
    with pytest.raises(Misaddressed):
        envelope(payload)


def kept_in(folder: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*") if file.is_file())


async def test_a_picture_is_refused_calmly_and_the_dialog_goes_on_where_it_was(
    page: Page, tmp_path: Path
) -> None:
    await page.danger()
    asked = page.cards("sam")[-1].question

    answer = await page.say("sam", typed=PICTURE)

    assert (answer.status, answer.body["outcome"]) == (200, "saved")
    assert page.cards("sam")[-1].question == asked
    assert any(card.kind == "refusal" for card in page.cards("sam"))
    assert any("not opened" in card.text for card in page.cards("khan"))
    everything = kept_in(tmp_path) + repr(page.stage.store._schools) + str(page.texts("sam"))
    assert CANARY not in everything


async def test_a_link_is_not_kept_and_stands_in_nobodys_chat(page: Page, tmp_path: Path) -> None:
    await page.danger()

    await page.say("sam", typed=f"see https://example.org/{CANARY}")

    assert CANARY not in kept_in(tmp_path) + str(page.texts("sam"))


async def test_what_a_person_typed_is_in_the_case_and_not_on_this_disk(
    page: Page, tmp_path: Path
) -> None:
    await page.danger()

    await page.say("sam", typed="called")

    assert "called" in page.texts("sam")
    assert '"words":"called"' not in kept_in(tmp_path)


@pytest.mark.parametrize("length", [2_001, 100_000])
async def test_a_very_long_message_is_answered_and_not_kept(page: Page, length: int) -> None:
    await page.danger()
    asked = page.cards("sam")[-1].question

    answer = await page.say("sam", typed="é" * length)

    assert answer.status == 200
    assert page.cards("sam")[-1].question == asked
    assert max(map(len, page.texts("sam"))) < 400


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\x07\x1b[2J", "🙂" * 50, "\ud800", "\u2028", "\u202e"]
)
async def test_odd_characters_are_answered(page: Page, text: str) -> None:
    await page.danger()

    answer = await page.say("sam", typed=text)

    assert answer.status == 200
    assert page.cards("sam")[-1].kind == "question"
