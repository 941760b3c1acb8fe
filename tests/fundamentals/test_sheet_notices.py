"""What a sheet tells beside its questions: help to read out, from the pack's own lines."""

import pytest

from bot.fsm.sheets.cards import HELPLINES, told_cards
from tests.conflicts.given import PACKS, a_case
from tests.engine import FRIDAY_MORNING, a_school


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize("name", HELPLINES)
def test_help_to_read_out_has_its_line_and_says_to_check_it(name: str, pack: str) -> None:
    (made,) = told_cards(a_school(uses=pack), a_case(), [name], FRIDAY_MORNING)

    assert len(made.fields) == len(HELPLINES[name])
    assert all("Check before relying on it." in each.text for each in made.fields)
    assert not any(letter.isdigit() for letter in made.text.replace("under-18s", ""))


def test_a_notice_is_told_once_though_two_options_say_it() -> None:
    told = told_cards(a_school(), a_case(), ["copy_kept", "copy_kept"], FRIDAY_MORNING)

    assert [each.name for each in told] == ["copy_kept"]
