"""A value that is copied with changes: as pydantic does it, but for what was worked out."""

from __future__ import annotations

from datetime import time

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.dialogs.card import Button, Card, CardKind, Tone
from bot.dialogs.pack import Window
from bot.fsm.school import Person, Role
from tests.engine import a_school, london

CARDS = st.builds(
    Card,
    name=st.text(max_size=5),
    kind=st.sampled_from(CardKind),
    text=st.text(max_size=5),
    buttons=st.lists(
        st.builds(Button, label=st.text(max_size=5), value=st.text(max_size=5)), max_size=2
    ).map(tuple),
)
CHANGES = st.fixed_dictionaries(
    {}, optional={"text": st.text(max_size=5), "level": st.text(max_size=5), "buttons": st.just(())}
)


@given(CARDS, CHANGES)
def test_a_copy_with_changes_is_the_one_that_pydantic_makes(
    card: Card, changes: dict[str, object]
) -> None:
    ours, theirs = card.model_copy(update=changes), BaseModel.model_copy(card, update=changes)

    assert ours == theirs
    assert type(ours) is type(theirs)
    assert ours.model_fields_set == theirs.model_fields_set
    assert ours.model_dump_json() == theirs.model_dump_json()
    assert {key: value for key, value in card if key not in changes} == {
        key: value for key, value in ours if key not in changes
    }


def test_a_copy_shares_what_is_not_changed_unless_it_is_a_deep_one() -> None:
    button = Button(label="Coming to you", value="deed.YP-0001.coming", tone=Tone.MAIN)
    card = Card(name="page", kind=CardKind.ALERT, text="An alert.", buttons=(button,))

    assert card.model_copy(update={"text": "Another."}).buttons[0] is button
    assert card.model_copy(deep=True) == card
    assert card.model_copy(deep=True).buttons[0] is not button


def test_what_was_worked_out_from_the_old_fields_is_not_taken_along() -> None:
    school, monday = a_school(), london("2026-11-09 10:00").date()
    newcomer = Person(id="new", name="Ms New", roles=(Role.DSL,))
    night = (Window(days=(0,), opens=time(20, 0), closes=time(21, 0)),)
    assert newcomer.id not in school.team
    assert school.windows_on(monday) != night
    assert school.person(newcomer.id) is None

    other = school.model_copy(update={"people": (*school.people, newcomer), "hours": night})

    assert newcomer.id in other.team
    assert newcomer.id in other.rostered
    assert newcomer in other.of_role(Role.DSL)
    assert other.person(newcomer.id) == newcomer
    assert other.windows_on(monday) == night
    assert school.windows_on(monday) != night
