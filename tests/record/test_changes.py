"""What was changed: the old answer, the new one and both times stay, and nothing counts twice."""

from __future__ import annotations

from bot.fsm.said import Typed
from bot.fsm.sheets.corrections import acceptance
from bot.record.chronology import Kind
from bot.record.contents import document_of
from bot.record.wording import record_words
from tests.engine import FRIDAY_MORNING, MINUTE, World
from tests.fundamentals.pressing import press
from tests.record.casework import compiled, fill, tell, worked_case


async def test_a_correction_shows_the_old_answer_the_new_one_and_both_times() -> None:
    record = await compiled(await worked_case())

    told, noted = record.of_kind(Kind.CORRECTION)
    assert (told.answer, told.before) == ("Not known", "No adult, only under-18s")
    assert (noted.child, noted.answer, noted.before) == (1, "No, not now", "Not known")
    assert (noted.before_local, noted.local) == ("Fri 6 Nov 2026, 10:38", "Fri 6 Nov 2026, 11:38")


async def test_a_changed_decision_is_still_a_decision_and_names_the_one_before() -> None:
    record = await compiled(await worked_case())

    [_, first, second, reason, *_] = record.of_kind(Kind.DECISION)
    assert (first.answer, first.before) == ("More facts are needed first", "")
    assert (second.answer, second.before) == ("Not refer at this time", first.answer)
    assert reason.answer.startswith("Two children of 15")


async def test_an_answer_that_a_later_one_took_off_the_path_is_in_the_course_and_no_fact() -> None:
    world = await worked_case()
    await fill(world, "dsl", "social.2", rung="not_yet")

    record = await compiled(world, 2)

    aside = {row.what for row in record.rows if row.set_aside}
    assert "Social care: Rung at" in aside
    assert "social.rung_at" not in {fact.key for fact in record.facts}


async def test_what_was_still_to_come_and_has_come_is_no_correction() -> None:
    world = await worked_case()
    await fill(world, "dsl", "social.2", written="sent")

    record = await compiled(world, 2)

    (sent,) = [row for row in record.rows if row.answer == "Yes, it has gone in"]
    assert (sent.kind, sent.before) == (Kind.NOTED, "Not gone yet")
    (corrections,) = [each for each in document_of(record).parts if each.name == "corrections"]
    assert "Not known" in repr(corrections)
    assert "Not gone yet" not in repr(corrections)


async def test_nothing_to_add_is_an_answer_and_no_gap() -> None:
    world = World(at=FRIDAY_MORNING)
    calm = ("no", "no adult", "no", "no", "none", "Alex", "with an adult", "15", "made", "no")
    await tell(world, "hello", *calm, "nothing")

    record = await compiled(world)

    (told,) = [fact for fact in record.facts if fact.key == "their_words"]
    assert (told.answer, told.unknown) == ("Nothing to add", False)
    assert "What you were told" not in {gap.label for gap in record.not_known}


async def test_text_that_was_added_to_is_no_correction() -> None:
    world = World(at=FRIDAY_MORNING)
    await tell(world, "hello", "no", "no adults", "not known", "send", "add", "She rang me.")
    await world.wait(MINUTE)
    await tell(world, "add", "And again.")

    record = await compiled(world)

    assert record.of_kind(Kind.CORRECTION) == ()
    assert record.facts[-1].answer.endswith("And again.")


async def test_a_lower_level_that_a_dsl_accepts_is_a_correction_with_the_level_from_then_on() -> (
    None
):
    world = World(at=FRIDAY_MORNING)
    await tell(world, "hello", "no", "another adult", "back", "no adults")
    await press(world, "dsl", acceptance(world.school, await world.case()))

    record = await compiled(world)

    accepted = record.of_kind(Kind.CORRECTION)[-1]
    assert (accepted.who, accepted.level) == ("Mrs Hall (DSL)", "RECORD")
    assert [row.level for row in record.rows if row.level] == ["RECORD", "IMMEDIATE", "RECORD"]


async def test_who_read_the_case_stands_apart() -> None:
    record = await compiled(await worked_case())

    assert [each.who for each in record.access] == ["Mr Day (deputy DSL)", "Mrs Hall (DSL)"]
    assert [row for row in record.rows if "Read the case" in row.what] == []


async def test_not_known_is_never_no() -> None:
    record = await compiled(await worked_case(), 2)

    gaps = {gap.label: gap.who for gap in record.not_known}
    assert gaps["Violent or extreme"] == "Sam Reed (member of staff)"
    assert gaps["Parents: Risk in telling"] == "Mrs Hall (DSL)"
    assert "Parents: Parents told" in gaps


async def test_somebody_who_is_not_on_the_roster_is_named_as_that() -> None:
    world = World(at=FRIDAY_MORNING)
    for said in ("hello", "not known"):
        await world.say("visitor", Typed(said))

    record = await compiled(world)

    assert record.rows[0].who == "visitor (their ID in the chat; not on the roster)"


async def test_what_a_rostered_person_has_found_out_since_is_open_no_more() -> None:
    world = await worked_case()
    await fill(world, "dsl", "points.0", adult="no")

    record = await compiled(world)

    assert "An adult" not in {gap.label for gap in record.not_known}
    assert "Referral points: An adult" in {fact.label for fact in record.facts}


def test_no_clock_that_may_ask_nobody_says_that_somebody_was_asked() -> None:
    timers = record_words().timers

    assert "is asked to take it" in timers["duty"]
    assert "if there is one" in timers["offer"]
