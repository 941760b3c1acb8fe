"""The side of somebody who tells: one step of a plan, played to the end of their dialog."""

from adapters.rehearse.answers import Named, allowed, calm, children, named, said, taken
from adapters.rehearse.engine import Engine
from adapters.rehearse.plan import Otherwise, Sends, Step
from adapters.rehearse.problems import Unplayable
from bot.dialogs.script import Question, Section, Value
from bot.fsm.case import Account, Case, Conversation, ConversationStage
from bot.fsm.known.answering import path_of
from bot.fsm.said import Media, Opened, Pressed, Said, Typed

__all__ = ["TELLER_DEEDS", "Telling", "asked_of"]

TELLER_DEEDS = {
    "send": "send",
    "stop": "stop",
    "add": "add",
    "take_back": "take_back",
    "back": "back",
    "help": "help",
    "why": "why",
    "another_child": "another_child",
    "ring_me": "call_me",
    "new": "start",
}
"""What somebody who tells may press, by the name in a plan and in the engine."""

AFTER_ANSWERS = frozenset({"send", "stop", "take_back"})
"""These end a sitting: the answers of the same step come before them."""

NEEDS_A_CASE = frozenset({"send", "add", "take_back", "back", "another_child", "new"})

LINK = "https://example.org/a"
MOST = 400
"""More inputs than any dialog of one step needs: beyond it, the plan goes round in circles."""


def asked_of(engine: Engine, conversation: Conversation) -> str:
    """Return what somebody was asked last, for a message; '' for nothing."""
    if not conversation.asked:
        is_check = conversation.stage is ConversationStage.CHECKING
        return "to check what they said, and send it" if is_check else ""
    question = engine.school.script.question(conversation.asked)
    return f"{question.ref} {question.text}"


class Telling:
    """Plays one step of one person who tells, or told, a concern."""

    def __init__(self, engine: Engine, person: str, step: Step, otherwise: Otherwise) -> None:
        """Take the step; nothing is played yet."""
        self._engine = engine
        self._person = person
        self._step = step
        self._otherwise = otherwise
        self._left: list[Named] = []
        self._children = 1

    async def play(self) -> None:
        """Play the step: what is sent, the deed, the named answers, then `otherwise`.

        Raises:
            Unplayable: something of it is not asked or not allowed.
        """
        asked = asked_of(self._engine, await self._conversation())
        script = self._engine.school.script
        self._left = named(script, self._step.answers or {}, asked)
        self._children = children(self._left)
        if self._step.sends:
            await self._do(_sent(self._step))
        elif not self._left and not self._step.does:
            await self._do(Opened())
        last = self._step.does if self._step.does in AFTER_ANSWERS else ""
        if self._step.does and not last:
            await self._deed(self._step.does)
        for _ in range(MOST):
            if last and not self._unsaid():
                await self._deed(last)
                return
            if not await self._turn():
                return
        raise Unplayable("the dialog does not come to an end", asked=asked)

    def _unsaid(self) -> list[Named]:
        return [each for each in self._left if each.is_left()]

    async def _turn(self) -> bool:
        """Do the next thing; return False when there is nothing more to do."""
        now = await self._conversation()
        account = await self._account(now)
        if change := self._to_change(account):
            await self._do(Typed(f"change {change}"))
            return await self._answer(await self._conversation())
        match now.stage:
            case ConversationStage.IDLE:
                return await self._begin(now)
            case ConversationStage.ASKING:
                return await self._answer(now)
            case ConversationStage.CHECKING:
                return await self._check(now, account)
            case ConversationStage.RESTING:
                return await self._come_back()

    async def _begin(self, now: Conversation) -> bool:
        """Open the chat; somebody who left it stays away unless the step has more to say."""
        if now.serial and not self._unsaid():
            return False
        await self._do(Opened())
        return True

    async def _answer(self, now: Conversation) -> bool:
        key = now.asked
        question = self._engine.school.script.question(key)
        account = await self._account(now)
        if question.each_child and account.answers and account.children < self._children:
            await self._do(Pressed(f"do.{now.serial}.another_child"))
            return True
        mine = next((each for each in self._left if each.wants(key)), None)
        if mine is not None:
            value = mine.value(key)
            mine.given.add(key)
            await self._give(now, question, value)
            return True
        if self._otherwise is Otherwise.STOP and not self._unsaid():
            return False
        await self._give(now, question, calm(question, self._otherwise))
        return True

    async def _give(self, now: Conversation, question: Question, value: Value) -> None:
        before = (await self._account(now)).values().get(now.asked)
        await self._do(said(question, now.serial, value))
        after = (await self._account(await self._conversation())).values().get(now.asked)
        if not taken(question, before, after, value):
            what = f"{question.ref} = {value!r} was not taken as an answer"
            raise Unplayable(
                what, asked=f"{question.ref} {question.text}", allowed=allowed(question)
            )

    async def _check(self, now: Conversation, account: Account) -> bool:
        if account.children < self._children:
            await self._do(Pressed(f"do.{now.serial}.another_child"))
        elif unsaid := self._unsaid():
            await self._open_section(now, account, unsaid[0])
        elif self._otherwise is Otherwise.STOP:
            return False
        else:
            await self._do(Pressed(f"do.{now.serial}.send"))
        return True

    async def _open_section(self, now: Conversation, account: Account, wanted: Named) -> None:
        """Open what is offered, section by section, until the named question stands on the path.

        Raises:
            Unplayable: nothing that is still offered asks it.
        """
        name = wanted.question.id
        holding = [
            section
            for section in self._engine.school.script.sections
            if name in section.questions and self._opens(account, section)
        ]
        if not holding:
            await self._refuse(wanted)
        elif any(section.on_request for section in holding):
            await self._deed("add")
        else:
            await self._do(Pressed(f"do.{now.serial}.go_on"))
            if (await self._account(now)).opened == account.opened:
                await self._refuse(wanted)

    def _opens(self, account: Account, section: Section) -> bool:
        """Return whether opening a section puts anything more on the path."""
        if not section.offered or section.id in account.opened:
            return False
        more = account.model_copy(update={"opened": (*account.opened, section.id)})
        return len(path_of(self._engine.school, more)) > len(path_of(self._engine.school, account))

    async def _come_back(self) -> bool:
        """Come back to what was sent, if the step still has something to say."""
        unsaid = self._unsaid()
        if not unsaid:
            return False
        await self._deed("add")
        return True

    async def _refuse(self, wanted: Named) -> None:
        now = await self._conversation()
        path = path_of(self._engine.school, await self._account(now))
        refs = dict.fromkeys(self._engine.school.script.question(key).ref for key in path)
        what = f"{wanted.written} is not asked after these answers"
        raise Unplayable(what, asked=asked_of(self._engine, now), allowed=", ".join(refs))

    async def _deed(self, name: str) -> None:
        """Press one of the buttons of a dialog.

        Raises:
            Unplayable: a dialog has no such button now.
        """
        now = await self._conversation()
        if name not in TELLER_DEEDS:
            deeds = ", ".join(TELLER_DEEDS)
            asked = asked_of(self._engine, now)
            raise Unplayable(f"{name} is no button of this person", asked=asked, allowed=deeds)
        if name in NEEDS_A_CASE and not now.case:
            what = f"{name}: nothing has been told yet"
            raise Unplayable(what, asked=asked_of(self._engine, now), allowed="stop, help, why")
        resting = now.stage is ConversationStage.RESTING
        if name in {"add", "new", "take_back"} and resting:
            await self._do(Pressed(f"rest.{now.case}.{name}"))
        else:
            await self._do(Pressed(f"do.{now.serial}.{TELLER_DEEDS[name]}"))

    def _to_change(self, account: Account) -> int:
        """Return the number of an answer that this step gives anew; 0 when there is none."""
        keys = [key for key in path_of(self._engine.school, account) if key in account.answers]
        for number, key in enumerate(keys, start=1):
            asks_more = self._engine.school.script.question(key).grows
            if not asks_more and any(each.wants(key) for each in self._left):
                return number
        return 0

    async def _do(self, said: Said) -> None:
        await self._engine.do(self._person, said, telling=True)

    async def _conversation(self) -> Conversation:
        return await self._engine.conversation(self._person)

    async def _account(self, now: Conversation) -> Account:
        case: Case | None = await self._engine.case(now.case) if now.case else None
        return case.account if case else Account(reporter=self._person, rostered=True)


def _sent(step: Step) -> Said:
    match step.sends:
        case Sends.TEXT:
            return Typed(step.text)
        case Sends.LINK:
            return Typed(LINK)
        case _:
            return Media()
