"""The repair words: they work in every state, and none of them loses what was said."""

from collections.abc import Callable

from bot.dialogs.asking import misticked_card
from bot.dialogs.rules import scope
from bot.dialogs.sources import why_card
from bot.dialogs.understand import Repair
from bot.dialogs.words import button, card
from bot.fsm.alert.telling import passed_on_card
from bot.fsm.case import ConversationStage
from bot.fsm.events import CallRequested, ChildAdded, Finished, Reopened, SectionOpened, TakenBack
from bot.fsm.hours import is_school_time
from bot.fsm.known.answering import live_answers
from bot.fsm.lives.conversation import CONVERSATION_LIFE
from bot.fsm.reporter.numbers import number_for
from bot.fsm.reporter.receipts import rest_buttons, said_so_far
from bot.fsm.reporter.talk import Talk

__all__ = ["ADDED", "miss", "repair", "resting"]

MOST_CHILDREN = 20
"""More than this are told to a person: a whole class is not one dialog."""

ADDED = "added"
"""The section, and its one question, for what a reporter adds afterwards."""


def repair(talk: Talk, which: Repair, number: int | None = None) -> None:
    """Do what a repair word or its button asks; the dialog then goes on where it was."""
    if which is Repair.CHANGE:
        _change(talk, number or 0)
    else:
        REPAIRS[which](talk)


def _carry_on(talk: Talk) -> None:
    if talk.conversation.stage is ConversationStage.RESTING:
        resting(talk)
    else:
        talk.ask_again()


def resting(talk: Talk, *, unkept: bool = False) -> None:
    """Say where the concern stands, and offer to add to it, start another, or take it back."""
    case = talk.case
    if case is None:
        talk.ask_next()
        return
    who = talk.school.name_of(case.owner) if case.owner else talk.team
    name = "resting_unkept" if unkept else "resting"
    talk.say(card(name, buttons=rest_buttons(case.ref), ref=case.ref, who=who))


def _back(talk: Talk) -> None:
    keys = talk.answered_keys()
    asked = talk.conversation.asked
    if asked in keys:
        keys = keys[: keys.index(asked)]
    if talk.conversation.stage is ConversationStage.RESTING:
        resting(talk)
    elif keys:
        talk.ask(keys[-1])
    else:
        talk.tell("cannot_go_back")
        _carry_on(talk)


def _change(talk: Talk, number: int) -> None:
    keys = talk.answered_keys()
    if not 1 <= number <= len(keys):
        talk.tell("no_such_number" if keys else "cannot_go_back", count=str(len(keys)))
        _carry_on(talk)
        return
    if talk.conversation.stage is ConversationStage.RESTING:
        talk.happen(Reopened())
    talk.ask(keys[number - 1])


def _why(talk: Talk) -> None:
    question = talk.question()
    if question is None:
        _help(talk)
        return
    talk.say(why_card(question))
    talk.ask_again()


def _help(talk: Talk) -> None:
    number = number_for(talk.school, talk.case, talk.now)
    shut = not is_school_time(talk.school, talk.now)
    told = card("help_shut" if shut else "help", number=number)
    asks_again = talk.conversation.stage is ConversationStage.ASKING
    serial = talk.conversation.serial + asks_again  # its [Change] buttons stay good afterwards
    talk.say(told.model_copy(update={"fields": said_so_far(talk, serial)}))
    _carry_on(talk)


def _repeat(talk: Talk) -> None:
    _carry_on(talk)


def _stop(talk: Talk) -> None:
    if talk.case is None:
        talk.tell("nothing_yet")
        if CONVERSATION_LIFE.allows(talk.conversation.stage, "leave"):
            talk.leave()
        return
    if talk.conversation.stage is ConversationStage.RESTING:
        resting(talk)
        return
    if talk.account.finished_at is None:
        talk.happen(Finished(stopped=True))
    talk.rest()
    passed = passed_on_card(talk.school, talk.case, talk.now)
    talk.say(passed.model_copy(update={"buttons": rest_buttons(talk.case.ref)}))


def _send(talk: Talk) -> None:
    if talk.case is None:
        talk.tell("nothing_yet")
        _carry_on(talk)
        return
    if talk.conversation.stage is ConversationStage.RESTING:
        resting(talk)
        return
    talk.happen(Finished())
    talk.rest()
    if scope(live_answers(talk.school, talk.account)) != "image":
        talk.tell("out_of_scope")
    talk.send_receipt()


def _go_on(talk: Talk) -> None:
    offers = talk.sections_to_offer()
    if talk.case is None or not offers or talk.conversation.stage is ConversationStage.RESTING:
        _carry_on(talk)
        return
    talk.happen(SectionOpened(section=offers[0].id))
    talk.ask_next()


def _another_child(talk: Talk) -> None:
    if talk.case is None or talk.conversation.stage is ConversationStage.RESTING:
        _carry_on(talk)
        return
    if talk.account.children >= MOST_CHILDREN:
        talk.tell("too_many_children", number=str(MOST_CHILDREN))
        talk.ask_again()
        return
    talk.happen(ChildAdded())
    talk.tell("child_added", number=str(talk.account.children))
    talk.ask_again()


def _take_back(talk: Talk) -> None:
    if talk.case is None:
        talk.tell("nothing_yet")
        _carry_on(talk)
        return
    talk.happen(TakenBack())
    talk.rest()
    talk.tell("taken_back")


def _add(talk: Talk) -> None:
    if talk.case is None:
        _carry_on(talk)
        return
    if talk.conversation.stage is ConversationStage.RESTING:
        talk.happen(Reopened())
    if ADDED not in talk.account.opened:
        talk.happen(SectionOpened(section=ADDED))
    talk.ask(ADDED)


def _start(talk: Talk) -> None:
    stage = talk.conversation.stage
    if stage in {ConversationStage.ASKING, ConversationStage.CHECKING} and talk.case:
        talk.tell("one_open")
        talk.ask_again()
        return
    if stage is ConversationStage.RESTING:
        talk.case = None
        talk.conversation = talk.conversation.model_copy(update={"case": "", "asked": ""})
    talk.ask_again()


def _call_me(talk: Talk) -> None:
    talk.happen(CallRequested())
    talk.tell("will_ring")
    _carry_on(talk)


REPAIRS: dict[Repair, Callable[[Talk], None]] = {
    Repair.BACK: _back,
    Repair.WHY: _why,
    Repair.HELP: _help,
    Repair.STOP: _stop,
    Repair.REPEAT: _repeat,
    Repair.CALL_ME: _call_me,
    Repair.SEND: _send,
    Repair.ANOTHER_CHILD: _another_child,
    Repair.TAKE_BACK: _take_back,
    Repair.GO_ON: _go_on,
    Repair.ADD: _add,
    Repair.START: _start,
}


def _unkept(talk: Talk) -> None:
    """Say honestly that words to which no question was open are not kept, and how to add them."""
    if talk.conversation.stage is ConversationStage.RESTING:
        resting(talk, unkept=True)
    elif talk.case is None:
        talk.ask_next()
    else:
        talk.tell("unkept")
        talk.ask_again()


MISSES = ("missed", "missed_again", "missed_thrice")
"""What is said at the first, second and any later miss: no prompt is repeated word for word."""


def miss(talk: Talk, ticked: tuple[str, ...] | None = None) -> None:
    """Say that an answer was not understood, each time in other words, and ask again.

    `ticked`: what was ticked in a form; there the ticks themselves say what is amiss.
    """
    question = talk.question()
    if question is None:
        _unkept(talk)
        return
    misses = talk.conversation.misses
    ring = (button("ring_me", f"do.{talk.conversation.serial + 1}.call_me"),)
    name = MISSES[min(misses, len(MISSES) - 1)]
    if name == MISSES[-1]:
        said = card(name, buttons=ring)
    elif ticked is not None:
        said = misticked_card(question, ticked)
    elif name == "missed_again" and not talk.answered_keys():
        said = card("missed_again_first")
    else:
        said = card(name, repair=question.repair)
    talk.say(said)
    talk.conversation = talk.conversation.model_copy(update={"misses": misses + 1})
    talk.ask_again()
