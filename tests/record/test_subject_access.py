"""What a child may have of the record: itself, and nobody else, once a named person released it."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from adapters.export.forms import FORMS
from bot.fsm.case import Case
from bot.fsm.desk.taking import Asked, Form, is_there, taking_card
from bot.fsm.events import Answered, Entry, SheetAnswered
from bot.fsm.sheets.requests import review
from bot.record.chronology import Chronology
from bot.record.copying import copy_for
from bot.record.exchange import as_json
from bot.record.page import as_html
from bot.record.redacting import number_of
from bot.record.wording import say
from tests.engine import MINUTE, REFS, World
from tests.record.casework import case_and_entries, fill, worked_case

CROWD = (
    "Ben Marsh told Kylie Quill, her mother Mrs Quill and Uncle Rashid. Mrs Hall and Dr Moss know."
)
NAMES = ("Ben", "Marsh", "Kylie", "Quill", "Rashid", "Hall", "Moss", "Mr Day", "Sam Reed", "Abbey")
FIRST = {"asked_by": "child", "officer": "yes"}


async def a_world() -> World:
    """Return a worked case of two children in which many others are named."""
    world = await worked_case()
    await fill(world, "dsl", "social.1", rung="rung", rung_at="now", taken_by=CROWD)
    return world


async def copy(world: World, *, draft: bool, child: int = 1) -> Chronology:
    case, entries = await case_and_entries(world)
    return copy_for(world.school, case, entries, child, (world.clock.at, "dsl"), draft=draft)


async def release(world: World, passages: str = "none", words: str = "none") -> None:
    await fill(world, "dsl", "access.1", **FIRST, passages=passages, words=words, release="release")


def text_of(record: Chronology) -> str:
    pages = pypdf.PdfReader(io.BytesIO(FORMS[Form.ACCESS].make(record))).pages
    return "\n".join((as_html(record), as_json(record), *(page.extract_text() for page in pages)))


def named_in(text: str) -> list[str]:
    return [name for name in NAMES if re.search(rf"(?<!\w){name}(?!\w)", text)]


async def test_no_name_of_anybody_else_is_in_what_goes_out_unasked() -> None:
    world = await a_world()
    await release(world)

    made = text_of(await copy(world, draft=False))

    assert named_in(made) == []
    assert named_in(CROWD) != []


async def test_what_is_let_out_goes_out_without_the_names_that_we_know_or_are_told() -> None:
    world = await a_world()
    draft = await copy(world, draft=True)
    every = " ".join(each.number for each in draft.redactions)
    await release(world, every, "Kylie, Quill, Uncle Rashid, Rashid, Jo, CS-2211")

    made = await copy(world, draft=False)

    assert named_in(text_of(made)) == []
    assert all(each.let_out for each in made.redactions)
    assert "Ava" in text_of(made), "the child itself is in it"
    assert say("other_person") in text_of(made)
    assert say("staff_name") in text_of(made)


async def test_the_draft_shows_whoever_reads_it_what_stays_back_and_how_it_would_go_out() -> None:
    world = await a_world()
    shut = await copy(world, draft=True)
    told = next(each for each in shut.redactions if "Rashid" in each.text)
    await fill(world, "dsl", "access.1", **FIRST, passages=told.number, words="Rashid")

    made = await copy(world, draft=True)

    (shown,) = [each for each in made.redactions if each.number == told.number]
    assert shown.let_out
    assert "Rashid" in shown.text
    assert "Rashid" not in shown.goes_out
    assert "DRAFT, not to be handed out." in as_html(made)
    assert {each.goes_out for each in made.redactions if not each.let_out} == {""}


async def test_a_copy_lists_how_much_stays_back_and_says_who_released_it() -> None:
    world = await a_world()
    await release(world)

    made = await copy(world, draft=False)

    assert made.released.startswith("Read and released by the DSL, ")
    assert len(made.redactions) > 5
    assert {(each.text, each.let_out) for each in made.redactions} == {("", False)}
    assert made.access == ()
    for each in made.redactions[:3]:
        assert say("withheld", n=each.number) in as_html(made)


async def test_nothing_goes_out_that_nobody_released() -> None:
    world = await a_world()
    case = await world.case()
    forms = [button.value for button in (taking_card(case, "1") or pytest.fail("no card")).buttons]

    assert f"deed.{REFS[0]}.record.1.access_draft" in forms
    assert f"deed.{REFS[0]}.record.1.access" not in forms
    assert not is_there(case, Asked(REFS[0], 1, Form.ACCESS))
    assert not is_there(case, Asked(REFS[0], 0, Form.ACCESS_DRAFT))
    with pytest.raises(ValueError, match="is not released"):
        await copy(world, draft=False)


async def reviewed(world: World) -> Case:
    await release(world)
    return await world.case()


@pytest.mark.parametrize(
    "after",
    [{"officer": "no"}, {"officer": "not_known"}, {"words": "Kylie"}, {"release": "not_yet"}],
    ids=lambda each: next(iter(each.items())),
)
async def test_what_is_changed_afterwards_takes_the_release_back(after: dict[str, str]) -> None:
    world = await a_world()
    assert review(await reviewed(world), 1).by == "dsl"
    await world.wait(5 * MINUTE)
    await fill(world, "dsl", "access.1", **after)

    assert review(await world.case(), 1).by == ""


async def test_what_is_said_later_stays_back_and_no_number_comes_to_mean_it() -> None:
    world = await a_world()
    draft = await copy(world, draft=True)
    await release(world, " ".join(each.number for each in draft.redactions), "Kylie, Quill")
    case, entries = await case_and_entries(world)
    late = Answered(key="their_words", value="Tarquin Vole saw it.")
    noted = SheetAnswered(sheet="parents", child=1, key="said", value="Zelda Finch.", by="dsl")
    entries.insert(1, Entry(at=entries[0].at, operation="x", by="sam", events=(late, noted)))

    made = copy_for(world.school, case, entries, 1, (world.clock.at, "dsl"), draft=False)

    assert [name for name in ("Tarquin", "Vole", "Zelda") if name in text_of(made)] == []
    assert sum(not each.let_out for each in made.redactions) == 2


@pytest.mark.parametrize("child", [1, 2])
async def test_the_draft_of_one_child_shows_nothing_that_was_written_of_another(child: int) -> None:
    world = await a_world()
    other = {1: "CS-2211", 2: "Rashid"}[child]

    assert other not in text_of(await copy(world, draft=True, child=child))
    assert other in text_of(await copy(world, draft=True, child=3 - child))


async def test_the_request_itself_is_not_in_it() -> None:
    world = await a_world()
    await release(world, "none", "Peregrine Pike")

    assert "Peregrine" not in text_of(await copy(world, draft=False))


async def test_the_copy_is_offered_once_it_is_released() -> None:
    world = await a_world()
    case = await reviewed(world)
    made = taking_card(case, "1")

    assert is_there(case, Asked(REFS[0], 1, Form.ACCESS))
    assert made is not None
    assert f"deed.{REFS[0]}.record.1.access" in [button.value for button in made.buttons]
    assert not is_there(case, Asked(REFS[0], 2, Form.ACCESS)), "each child apart"


def test_a_number_is_of_the_words_alone() -> None:
    assert number_of("a") == number_of("a") != number_of("b")
    assert all(re.fullmatch(r"\d{5}", number_of(str(each))) for each in range(500))
