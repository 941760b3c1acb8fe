"""Cards as Teams shows them: simple, small, with nothing to look at; words are words."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.chat.forms import FORM, SEE
from adapters.chat.home import listed, way_in
from adapters.chat.people import Who
from adapters.teams.cards import (
    CLOSE,
    activity_of,
    home_card,
    message,
    parted,
    private_view,
    schools_card,
)
from adapters.teams.carrying import OURS
from bot.dialogs.card import Button, Card, CardKind, Field, Form, FormKind, Tone
from tests.engine import FRIDAY_MORNING, a_school, owned_case
from tests.teams.sending import words_of
from tests.teams.strict import activity_problems, card_problems
from tests.transcripts.player import Player

TRANSCRIPTS = sorted((Path(__file__).parents[1] / "transcripts").glob("*/*.md"))
NASTY = "Jo *B* [x](https://e.example) <at>all</at> ![](data:image/png;base64,x)\n\n# second"


def problems(card: Card, web: str = "https://handrail.school.example") -> list[str]:
    """Return what is wrong with a card, as a message and as a private view."""
    sent = activity_of(message("school", card, held="0" * 16), card.preview or "x")
    shown, _ = parted("school", card, web)
    return [*activity_problems(sent), *card_problems(private_view("school", shown, web))]


@pytest.mark.slow
@pytest.mark.parametrize("path", TRANSCRIPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_card_of_every_transcript_is_one_that_teams_takes(path: Path) -> None:
    player = Player(path, path.read_text(encoding="utf-8"))
    asyncio.run(player.play())

    found = [
        (each.card.name, wrong) for each in player.world.chat.sent for wrong in problems(each.card)
    ]

    assert player.world.chat.sent
    assert found == []


def all_keys(tree: Any) -> set[str]:
    if isinstance(tree, dict):
        return set(tree) | {key for each in tree.values() for key in all_keys(each)}
    if isinstance(tree, list):
        return {key for each in tree for key in all_keys(each)}
    return set()


def kinds(tree: Any) -> set[str]:
    """Return every type that stands in a card."""
    if isinstance(tree, dict):
        return {tree.get("type", "")} | {kind for each in tree.values() for kind in kinds(each)}
    if isinstance(tree, list):
        return {kind for each in tree for kind in kinds(each)}
    return set()


FULL = Card(
    name="full",
    kind=CardKind.QUESTION,
    title="A title",
    text=NASTY,
    hint=NASTY,
    foot="foot",
    case="YP-7K3Q",
    buttons=tuple(
        Button(label=f"Label {number}", value=f"q.1.{number}", tone=tone)
        for number, tone in enumerate(
            (Tone.MAIN, Tone.PLAIN, Tone.QUIET, Tone.QUIET, Tone.QUIET, Tone.QUIET)
        )
    ),
    form=Form(kind=FormKind.TEXT, value="q.1.form", label="Write", submit="Keep", longest=2000),
    fields=(
        Field(label="Said", text=NASTY, change=Button(label="Change", value="q.1.change")),
        Field(label="Record", text="Take it", link="/record/school/token"),
        Field(label="Nothing", text=""),
    ),
)


def test_there_is_nothing_to_look_at_or_listen_to_in_any_card() -> None:
    made = [message("school", FULL, held="x"), private_view("school", FULL, "https://h.example")]

    found = kinds(made)
    assert found <= {
        *("AdaptiveCard", "RichTextBlock", "TextRun", "ActionSet", "Action.Execute"),
        *("Action.Submit", "Action.OpenUrl", "Input.Text", "Input.ChoiceSet", ""),
    }
    assert not {"url", "backgroundImage", "iconUrl", "image", "media"} & all_keys(made[0])
    assert all_keys(made[1]) - all_keys(made[0]) == {
        "url",
        "size",
        "weight",
        "style",
        "choices",
        "value",
    } - all_keys(made[0])


def test_words_are_shown_as_they_were_written_and_never_as_mark_up() -> None:
    made = private_view("school", FULL)

    assert "TextBlock" not in kinds(made)
    assert "Jo *B* [x](https://e.example) <at>all</at>" in words_of(made)
    assert problems(FULL) == []


def test_private_rows_are_in_the_view_and_not_in_the_message() -> None:
    made = message("school", FULL.model_copy(update={"text": "t", "hint": ""}), held="abc")

    assert "Said" not in words_of(made)
    assert "Show it to me alone" in words_of(made)
    assert f"{SEE}abc:YP-7K3Q" in str(made)


@pytest.mark.parametrize("typed", ["", "half a word"])
def test_a_form_stands_in_its_card_unless_it_holds_words_already(typed: str) -> None:
    assert FULL.form is not None
    form = FULL.form.model_copy(update={"typed": typed})
    made = message("school", FULL.model_copy(update={"form": form}))
    shown = private_view("school", FULL.model_copy(update={"form": form}))

    assert ("Input.Text" in kinds(made)) == (not typed)
    assert (f"{FORM}q.1.form" in str(made)) == bool(typed)
    assert typed in str(shown)
    assert "half a word" not in str(made)


def values(made: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what each button of a card carries, and which inputs it takes along."""
    actions = [one for each in made["body"] if "actions" in each for one in each["actions"]]
    return [
        (each["data"][OURS]["value"], each.get("associatedInputs", "auto"))
        for each in actions
        if "data" in each
    ]


def test_only_what_hands_a_form_in_takes_what_is_typed_along() -> None:
    told = dict(values(private_view("school", FULL)))

    assert {value for value, takes in told.items() if takes == "auto"} == {"q.1.form", "pick"}
    assert CLOSE in told


def test_the_home_card_lists_cases_without_detail() -> None:
    school = a_school()
    case = owned_case(school)
    line = listed(school, case, datetime(2026, 11, 6, 12, tzinfo=UTC))
    made = home_card(way_in({school.id: school}, [Who(school.id, "dsl")], [line] * 40))

    assert list(card_problems(made)) == []
    assert "Raise a concern" in words_of(made)
    assert f"deed.{case.ref}.open" in str(made)
    assert case.opened_at == FRIDAY_MORNING


def test_the_question_which_school_starts_in_it() -> None:
    made = schools_card({"one": "First School", "two": "Second School"})

    assert list(card_problems(made)) == []
    assert [
        each["data"][OURS]["school"]
        for row in made["body"]
        if "actions" in row
        for each in row["actions"]
    ] == ["one", "two"]
