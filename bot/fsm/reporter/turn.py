"""A reporter's turn: what was said becomes an answer, a repair, or an honest refusal."""

from datetime import datetime
from typing import assert_never

from bot.dialogs.script import Question, Value
from bot.dialogs.understand import Refused, Repair, accept, understand
from bot.fsm.case import Case, Conversation, ConversationStage
from bot.fsm.events import EngineFailed, MediaRefused
from bot.fsm.reporter.not_found import say_not_found, seeks_in_vain
from bot.fsm.reporter.repairing import miss, repair, resting
from bot.fsm.reporter.talk import Talk
from bot.fsm.said import Filled, Media, Opened, Pressed, Said, Typed
from bot.fsm.school import School
from bot.fsm.turn import Turn

__all__ = ["fail", "turn"]


REFUSALS = {Refused.LINK: "link", Refused.TOO_LONG: "too_long", Refused.EMPTY: "empty"}


def turn(
    school: School,
    conversation: Conversation,
    case: Case | None,
    said: Said,
    *,
    now: datetime,
    ref: str,
    name: str = "",
) -> Turn:
    """Return what a reporter's input leads to.

    Pure: `now` is the school's moment (UTC), `ref` the reference that a new case would get, `name`
    what the reporter's platform calls them.
    Whatever comes, there is an answer, and the dialog goes on at the same question.
    """
    talk = Talk(school, conversation, case, now, ref, name)
    match said:
        case Opened():
            _open(talk)
        case Media():
            _refuse_media(talk)
        case Typed(text=text) if seeks_in_vain(talk, text):
            say_not_found(talk)
        case Typed(text=text):
            _typed(talk, text)
        case Pressed(value=value):
            _pressed(talk, value)
        case Filled(value=value, content=content):
            _filled(talk, value, content)
        case _:
            assert_never(said)
    return Turn(talk.conversation, talk.case, tuple(talk.events), tuple(talk.effects))


def _open(talk: Talk) -> None:
    if talk.conversation.stage is ConversationStage.RESTING:
        resting(talk)
    else:
        talk.ask_again()


def _refuse_media(talk: Talk) -> None:
    talk.tell("media")
    talk.happen(MediaRefused())
    _open(talk)


def _typed(talk: Talk, text: str) -> None:
    question = talk.question()
    heard = understand(text, question)
    if heard.refused is not None:
        talk.tell(REFUSALS[heard.refused])
        _open(talk)
    elif heard.repair is not None:
        repair(talk, heard.repair, heard.number)
    elif question is not None and heard.value is not None:
        talk.answer(question, heard.value)
    else:
        miss(talk)


def _pressed(talk: Talk, value: str) -> None:
    kind, _, rest = value.partition(".")
    mark, _, what = rest.partition(".")
    if kind == "rest":
        _rested(talk, mark, what)
        return
    if mark != str(talk.conversation.serial):
        _stale(talk)
        return
    question = talk.question()
    match kind:
        case "q" if question is not None:
            picked = _picked(question, what)
            talk.answer(question, picked) if picked is not None else _stale(talk)
        case "do" if what in set(Repair):
            repair(talk, Repair(what))
        case "ch" if what.isdecimal():
            repair(talk, Repair.CHANGE, int(what))
        case _:
            _stale(talk)


def _picked(question: Question, what: str) -> Value | None:
    if what.startswith("age"):
        return accept(question, int(what[3:])) if what[3:].isdecimal() else None
    if not what.isdecimal() or int(what) >= len(question.options):
        return None
    return accept(question, question.options[int(what)].id)


def _filled(talk: Talk, value: str, content: str | tuple[str, ...]) -> None:
    question = talk.question()
    if question is None or value != f"q.{talk.conversation.serial}.form":
        _stale(talk)
    elif isinstance(content, str):
        _typed(talk, content)
    else:
        ticked = accept(question, list(content))
        talk.answer(question, ticked) if ticked is not None else miss(talk, content)


def _rested(talk: Talk, ref: str, what: str) -> None:
    resting_now = talk.conversation.stage is ConversationStage.RESTING
    actions = {"add": Repair.ADD, "new": Repair.START, "take_back": Repair.TAKE_BACK}
    ours = talk.case is not None and ref == talk.case.ref
    if what in actions and (resting_now or what == "new") and ours:
        talk.conversation = talk.conversation.model_copy(update={"case": ref})
        repair(talk, actions[what])
    else:
        _stale(talk)


def _stale(talk: Talk) -> None:
    if talk.conversation.stage is ConversationStage.RESTING:
        talk.tell("stale_rest")
    else:
        talk.tell("stale")
        talk.ask_again()


def fail(
    school: School, conversation: Conversation, case: Case | None, now: datetime, ref: str
) -> Turn:
    """Return what is kept when our own code failed: that it failed, and an alert.

    Nothing of the failed step is kept; a person is told to ring the reporter.
    """
    talk = Talk(school, conversation, case, now, ref)
    talk.happen(EngineFailed())
    return Turn(talk.conversation, talk.case, tuple(talk.events), tuple(talk.effects))
