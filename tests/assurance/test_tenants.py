"""Two schools of one deployment: whatever is done in one, nothing of the other moves (C5 10)."""

from __future__ import annotations

import asyncio
import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.redis.keys import Names, schools_in
from bot.fsm.said import Filled, Media, Opened, Pressed, Said, Typed
from bot.inbound import Inbound
from tests.chat import Chat, SimClock
from tests.engine import REFS, a_school
from tests.platforms.house import inside

HERE, THERE = a_school(), a_school().model_copy(update={"id": "canal", "name": "Canal College"})
PEOPLE = st.sampled_from([person.id for person in HERE.people] + ["guest"])
DEEDS = ("open", "coming", "take_over", "not_me", "work", "sheet.harm.0", "record.1.page", "link")
SAID: st.SearchStrategy[Said] = st.one_of(
    st.builds(Opened),
    st.builds(Media),
    st.sampled_from(["hello", "danger now", "no", "not known", "stop"]).map(Typed),
    st.builds(lambda serial, at: Pressed(f"q.{serial}.{at}"), st.integers(1, 8), st.integers(0, 4)),
    st.builds(
        lambda ref, deed: Pressed(f"deed.{ref}.{deed}"),
        st.sampled_from(REFS[:3]),
        st.sampled_from(DEEDS),
    ),
    st.builds(lambda ref: Filled(f"deed.{ref}.link.{REFS[1]}.form", "why"), st.sampled_from(REFS)),
)
DOINGS = st.lists(st.tuples(st.sampled_from([HERE.id, THERE.id]), PEOPLE, SAID), max_size=14)


async def play(doings: list[tuple[str, str, Said]]) -> None:
    """Do it all; after each doing look at the other school's part of the store."""
    clock = SimClock()
    chat = Chat(clock)
    within = inside({each.id: each for each in (HERE, THERE)}, clock, chat)
    handler, store = within.handler, within.store
    for number, (school, person, said) in enumerate(doings):
        other = HERE.id if school == THERE.id else THERE.id
        before = copy.deepcopy(store._schools.get(other))
        already = len(chat.sent)

        await handler.handle(Inbound(school, f"op{number}", person, said))

        assert store._schools.get(other) == before, (school, said)
        assert {sent.school for sent in chat.sent[already:]} <= {school}
    assert within.failures == []


@pytest.mark.slow
@given(DOINGS)
@settings(max_examples=40)
def test_whatever_is_done_in_one_school_the_other_stands_as_it_stood(
    doings: list[tuple[str, str, Said]],
) -> None:
    asyncio.run(play(doings))


def made(names: Names, rest: str) -> set[str]:
    """Return every key of a school that is made of `rest`, and all that are made of nothing."""
    return {
        *(names.cases, names.keys, names.fence, names.receipts, names.dead, *names.of_queues),
        *(each(rest) for each in (names.case, names.record, names.conversation)),
        *(each(rest) for each in (names.link, names.operation)),
    }


NAMES = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), min_size=1)


@given(NAMES, NAMES, st.text(max_size=20))
def test_no_two_schools_share_a_key_and_each_key_says_whose_it_is(
    one: str, other: str, rest: str
) -> None:
    first, second = Names(one), Names(other)

    assert all(key.startswith(first.tag) for key in made(first, rest))
    assert one == other or not made(first, rest) & made(second, rest)
    assert schools_in(sorted(made(first, rest))) == [one]
