"""One turn of a reporter's conversation while it is worked out: what to say, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogs.asking import answered_card, heading, question_card
from bot.dialogs.card import Card
from bot.dialogs.script import NOT_KNOWN, Kind, Question, Section, Value
from bot.dialogs.words import card, words
from bot.fsm.access.around import outside_now, said_as, team_of
from bot.fsm.case import Account, Case, Conversation, ConversationStage
from bot.fsm.effects import Effect, Say
from bot.fsm.events import Answered, Began, Event
from bot.fsm.known.answering import path_of, unanswered
from bot.fsm.lives.conversation import CONVERSATION_LIFE
from bot.fsm.reporter.receipts import check_card, receipt_card
from bot.fsm.school import School
from bot.fsm.step import begin, step

__all__ = ["Talk"]


@dataclass(slots=True)
class Talk:
    """The conversation, the case and what came of this turn so far.

    `ref` is the reference that a case gets if this turn begins one. `now` is UTC. `name` is what
    the platform calls who is talking: kept for somebody who is not on the roster.
    """

    school: School
    conversation: Conversation
    case: Case | None
    now: datetime
    ref: str
    name: str = ""
    events: list[Event] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)

    @property
    def account(self) -> Account:
        """The reporter's account so far; an empty one before the first answer."""
        return self.case.account if self.case else self._nobody()

    def _nobody(self) -> Account:
        person = self.conversation.person
        rostered = self.school.person(person) is not None
        return Account(reporter=person, rostered=rostered, name="" if rostered else self.name)

    def question(self) -> Question | None:
        """Return the question that was asked last, or None."""
        asked = self.conversation.asked
        return self.school.script.question(asked) if asked else None

    def say(self, card: Card, *, slot: str = "", edit: bool = False) -> None:
        """Tell the reporter something."""
        self.effects.append(Say(to=self.conversation.person, card=card, slot=slot, edit=edit))

    def tell(self, name: str, /, **fields: str) -> None:
        """Tell the reporter the message `name` of words.toml, as it is true of their case."""
        if self.case is not None:
            fields = {"outside": outside_now(self.school, self.case, self.now), **fields}
        named = said_as(self.school, self.case, name)
        self.say(card(named, buttons=(), **{"team": self.team, **fields}))

    @property
    def team(self) -> str:
        """Return whom this concern goes to, in words: never those whom it goes round."""
        return team_of(self.school, self.case)

    def happen(self, event: Event) -> None:
        """Step the case by one event; the first one begins it."""
        if self.case is None:
            account = self._nobody()
            began = Began(
                ref=self.ref,
                reporter=account.reporter,
                rostered=account.rostered,
                name=account.name,
                edition=self.school.edition,
            )
            self.case = begin(self.school, began, self.now)
            self.conversation = self.conversation.model_copy(update={"case": self.ref})
            self._step(self.case, began)
        if self.case is not None:
            self._step(self.case, event)

    def _step(self, case: Case, event: Event) -> None:
        self.case, effects = step(self.school, case, event, self.now)
        self.events.append(event)
        self.effects += effects

    def answer(self, question: Question, value: Value) -> None:
        """Take an answer to the question that was asked, tell what it calls for, ask the next."""
        key = self.conversation.asked
        shown = answered_card(question, key, self.account.children, value)
        self.say(shown, slot=self._slot(), edit=True)
        for name in _says(question, value):
            self.tell(name)
        before = self.account.values().get(key)
        self.happen(Answered(key=key, value=_joined(question, before, value)))
        self.conversation = self.conversation.model_copy(update={"asked": "", "misses": 0})
        self.ask_next()

    def ask_next(self) -> None:
        """Ask the first question on the path that has no answer, or offer to check and send."""
        left = unanswered(self.school, self.account)
        if left:
            self.ask(left[0])
            return
        self._retire()
        self._move("check", "")
        self.say(check_card(self), slot=self._slot())

    def ask(self, key: str) -> None:
        """Ask one question; an earlier asking that is still open loses its buttons."""
        self._retire()
        first = not self.account.answers and not self.conversation.asked
        self._move("ask", key)
        asked = question_card(
            self.school.script.question(key),
            key,
            self.conversation.serial,
            children=self.account.children,
            begun=self.case is not None,
            lead=words().phrases["lead"] if first else "",
            before=self.account.values().get(key),
        )
        self.say(asked, slot=self._slot())

    def ask_again(self) -> None:
        """Ask what was asked last once more, on a fresh card."""
        if self.conversation.asked:
            self.ask(self.conversation.asked)
        else:
            self.ask_next()

    def rest(self) -> None:
        """End this sitting: the case goes on without the reporter, who may come back."""
        self._retire("closed")
        self._move("rest", "")

    def leave(self) -> None:
        """Go back to idle: nothing was said, so there is nothing to keep."""
        self._retire("closed")
        self._move("leave", "")

    def send_receipt(self) -> None:
        """Give the reference, what happens next and when."""
        self.say(receipt_card(self))

    def sections_to_offer(self) -> list[Section]:
        """Return the offered sections that are not open yet and still have something to ask."""
        return [section for section in self.school.script.sections if self._may_offer(section)]

    def _may_offer(self, section: Section) -> bool:
        if not section.offered or section.on_request or section.id in self.account.opened:
            return False
        opened = (*self.account.opened, section.id)
        account = self.account.model_copy(update={"opened": opened})
        return len(unanswered(self.school, account)) > len(unanswered(self.school, self.account))

    def answered_keys(self) -> list[str]:
        """Return the answered keys on the path, as "change 3" counts them."""
        return [key for key in path_of(self.school, self.account) if key in self.account.answers]

    def _slot(self) -> str:
        return f"q:{self.conversation.person}:{self.conversation.serial}"

    def _retire(self, name: str = "retired") -> None:
        asked = self.conversation.asked
        if asked:
            text = heading(self.school.script.question(asked), asked, self.account.children)
            self.say(card(name, text=text), slot=self._slot(), edit=True)
        elif self.conversation.stage is ConversationStage.CHECKING:
            self.say(card("checked"), slot=self._slot(), edit=True)

    def _move(self, move: str, asked: str) -> None:
        changes: Mapping[str, object] = {
            "stage": CONVERSATION_LIFE.after(self.conversation.stage, move),
            "serial": self.conversation.serial + 1,
            "asked": asked,
        }
        self.conversation = self.conversation.model_copy(update=changes)


def _says(question: Question, value: Value) -> list[str]:
    picked = value if isinstance(value, tuple) else (value,)
    options = [question.option(str(one)) for one in picked]
    return [name for option in options if option for name in option.says]


def _joined(question: Question, before: Value | None, value: Value) -> Value:
    """Add to a text that grows (`added`) instead of replacing it: an account stays whole.

    "Nothing more" adds nothing to it, and takes nothing away.
    """
    if not question.grows or question.kind is not Kind.TEXT or before in {None, NOT_KNOWN}:
        return value
    return before if value == NOT_KNOWN else f"{before}\n{value}"
