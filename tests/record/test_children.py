"""One child's record: nothing of another child, nothing passed off as this one's."""

from __future__ import annotations

import re

import pytest

from bot.fsm.events import Answered, Entry, SheetAnswered
from bot.fsm.said import Pressed
from bot.record.chronology import Chronology
from bot.record.compiling import chronology
from bot.record.exchange import as_json
from bot.record.page import as_html
from bot.record.texts import as_referral, as_summary
from bot.record.wording import say
from tests.engine import FRIDAY_MORNING, World
from tests.record.casework import case_and_entries, compiled, tell, worked_case

FORMS = (as_html, as_json, as_summary, as_referral)
OTHERS = {1: ("Ben", "Marsh", "CS-2211", "Passed it on"), 2: ("Ava", "Stone", "In the picture")}


@pytest.mark.parametrize("child", [1, 2])
@pytest.mark.parametrize("form", FORMS, ids=lambda each: each.__name__)
async def test_nothing_of_the_other_child_is_in_it(form: object, child: int) -> None:
    made = form(await compiled(await worked_case(), child))  # type: ignore[operator]

    assert [word for word in OTHERS[child] if word.casefold() in made.casefold()] == []


async def test_the_other_child_is_a_reference() -> None:
    record = await compiled(await worked_case(), 2)

    assert record.about.title == "child 2 of 2"
    assert record.about.others == ("YP-7K3Q, child 1 of 2",)
    assert record.about.named == "Ben Marsh"


async def test_a_name_that_was_changed_since_is_hidden_too() -> None:
    world = await worked_case()
    case, entries = await case_and_entries(world)
    earlier = Answered(key="child.2.which_child", value="Benji, class of Mr O'Hara")
    entries.insert(1, Entry(at=entries[0].at, operation="x", by="sam", events=(earlier,)))
    told = Answered(key="their_words", value="benji and O'HARA know, and the class of Ava too")
    entries.append(Entry(at=entries[-1].at, operation="y", by="sam", events=(told,)))

    record = chronology(world.school, case, entries, child=1)

    assert record.rows[-1].answer == "[child 2] and [child 2] know, and the class of Ava too"


async def test_a_shared_surname_is_not_taken_from_the_child_itself() -> None:
    world = await worked_case()
    case, entries = await case_and_entries(world)
    brother = Answered(key="child.2.which_child", value="Tom Stone")
    told = Answered(key="their_words", value="Ava Stone told Tom Stone")
    entries.append(Entry(at=entries[-1].at, operation="x", by="sam", events=(brother, told)))

    record = chronology(world.school, case, entries, child=1)

    assert "Ava Stone told [child 2]" in record.rows[-1].answer


async def test_what_is_on_the_whole_case_says_so_in_each_form() -> None:
    record = await compiled(await worked_case(), 1)

    told = [fact for fact in record.facts if fact.key in {"their_words", "decision.decision"}]
    assert [fact.shared for fact in told] == [True, True]
    assert {fact.shared for fact in record.facts if fact.child} == {False}
    for form in (as_html, as_summary, as_referral):
        assert say("shared_mark") in form(record)
        assert say("shared_note", mark=say("shared_mark")) in form(record)
        assert say("names_note") in form(record)


async def test_where_there_is_one_child_nothing_is_marked_or_replaced() -> None:
    world = World(at=FRIDAY_MORNING)
    await tell(world, "hello", "no", "no adults", "no", "no", "none", "Ava Stone", "send")

    record = await compiled(world, 1)

    assert (record.about.title, record.about.others) == ("the child", ())
    assert not record.has_shared
    assert say("shared_mark") not in as_html(record)


async def test_each_row_is_in_the_whole_record_and_in_that_of_each_child_it_is_about() -> None:
    world = await worked_case()
    whole, one, two = [await compiled(world, child) for child in (None, 1, 2)]

    def places(record: Chronology, *children: int) -> list[tuple[int, int]]:
        return [(row.entry, row.part) for row in record.rows if row.child in children]

    assert places(one, 2) == places(two, 1) == []
    assert places(one, 0, 1) == places(whole, 0, 1)
    assert places(two, 0, 2) == places(whole, 0, 2)


@pytest.mark.parametrize("child", [0, 3, -1])
async def test_a_child_that_is_not_in_the_case_is_told_apart(child: int) -> None:
    world = await worked_case()

    with pytest.raises(ValueError, match=re.escape("2 children: no child")):
        await compiled(world, child)


async def test_a_referral_is_for_one_child() -> None:
    record = await compiled(await worked_case())

    with pytest.raises(ValueError, match="a referral is for one child"):
        as_referral(record)


async def test_a_sheet_on_another_child_is_left_out_even_when_this_release_has_no_such_sheet() -> (
    None
):
    world = await worked_case()
    case, entries = await case_and_entries(world)
    gone = SheetAnswered(sheet="gone", child=2, key="what", value="kept", by="dsl")
    entries.append(Entry(at=entries[-1].at, operation="x", by="dsl", events=(gone,)))

    one, two = (chronology(world.school, case, entries, child=child) for child in (1, 2))

    assert (two.rows[-1].what, two.rows[-1].answer) == ("gone: what", "kept")
    assert one.rows[-1].what != "gone: what"


async def test_a_child_whose_name_is_not_known_is_called_nothing() -> None:
    world = World(at=FRIDAY_MORNING)
    await tell(world, "hello", "no", "no adults", "no", "no", "none", "not known", "send")

    record = await compiled(world, 1)

    assert record.about.named == ""
    assert as_referral(record).count("NOT KNOWN when asked") >= 1


async def test_a_level_that_another_childs_answer_raised_is_seen_at_the_next_row() -> None:
    world = World(at=FRIDAY_MORNING)
    await tell(world, "hello", "no", "no adults", "no", "no", "none", "Ava Stone")
    serial = (await world.conversation()).serial
    await world.say("sam", Pressed(f"do.{serial}.another_child"))
    await tell(world, "with me", "15", "in the picture", "Ben Marsh", "another adult", "not known")
    await tell(world, "passed it on", "send")

    whole, one = [await compiled(world, child) for child in (None, 1)]

    assert [row.child for row in whole.rows if row.level] == [0, 2]
    assert [row.level for row in one.rows if row.level] == ["RECORD", "URGENT"]
    assert {row.child for row in one.rows} == {0, 1}
