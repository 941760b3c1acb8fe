"""What somebody typed about the rota, as the buttons that they would have pressed."""

from datetime import datetime

from bot.dialogs.phrases import fold
from bot.dialogs.rota_words import RotaWish, Wish, instant_of
from bot.fsm.marks import mark_of
from bot.fsm.school import School
from bot.rota.stretches import Stretch, coming

__all__ = ["path_of"]


def path_of(school: School, by: str, wish: RotaWish, now: datetime) -> tuple[str, ...]:
    """Return the place in the dialog that a wish leads to: as far as it says whom and when.

    Where two duties or two people fit, nothing is guessed: they are offered to choose from.
    """
    who, at = _who(school, by, wish.rest), instant_of(wish.rest, now)
    found = [each for each in coming(school, now) if at is not None and _holds(each, at)]
    match wish.wish:
        case Wish.COVER:
            theirs = [each for each in found if each.who != by and who in {"", each.who}]
            if len(theirs) == 1:
                return ("cover", theirs[0].who or "-", mark_of(theirs[0].ends))
            return ("cover", *([who] if who else []))
        case Wish.SWAP:
            return ("swap", *([who] if who else []))
        case Wish.GIVE:
            mine = [each for each in found if each.who == by]
            return ("give", *(mark_of(each.ends) for each in mine[:1] if len(mine) == 1))
        case _:
            return (wish.wish.value,)


def _holds(stretch: Stretch, at: datetime) -> bool:
    return stretch.starts <= at < stretch.ends


def _who(school: School, by: str, rest: str) -> str:
    """Return the one other person on the rota whose name is in the words, or ''."""
    said = set(fold(rest).split())
    named = [one for one in school.rostered if one != by and _is_named(school.name_of(one), said)]
    return named[0] if len(named) == 1 else ""


def _is_named(name: str, said: set[str]) -> bool:
    return fold(name).split()[-1:] != [] and fold(name).split()[-1] in said
