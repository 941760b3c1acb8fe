"""Linking two reports of one incident, and undoing it: by hand, and only who may read both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.dialogs.asking import LONGEST
from bot.dialogs.card import Button, Card, Form, FormKind
from bot.dialogs.links import has_link
from bot.dialogs.script import Kind
from bot.dialogs.words import card, words
from bot.fsm.access.readers import may_take
from bot.fsm.case import Case, CaseStage
from bot.fsm.deeds import open_button
from bot.fsm.effects import Say
from bot.fsm.events import Event
from bot.fsm.linked import Linked, Unlinked
from bot.fsm.links.sharing import links_seen, mirror_of
from bot.fsm.links.undoing import may_undo, undone_card, why_card
from bot.fsm.said import Deed
from bot.fsm.school import School
from bot.fsm.step import step
from bot.fsm.turn import Turn

__all__ = ["LINK", "LINKING", "Linker"]

LINK, UNLINK = "link", "unlink"
SAYS = {
    LINK: ("link_which", "link_none"),
    UNLINK: ("unlink_which", "unlink_none"),
}
"""What is said as cases are linked, and as a link is undone: which, and that there is none."""

LINKING = frozenset({LINK, UNLINK})
"""The deeds of this desk; a case's reference may follow, then `form`."""


@dataclass(frozen=True, slots=True)
class Linker:
    """Somebody who may take a case, at its links. `others` are the school's other cases.

    One that `by` may not read is as if it were not there.
    """

    school: School
    case: Case
    others: tuple[Case, ...]
    by: str
    now: datetime

    def link(self, done: Deed) -> Turn:
        """Return what a deed leads to: the choice, the form for the reason, or the link itself."""
        name, _, rest = done.name.partition(".")
        ref, _, form = rest.partition(".")
        there = {each.ref: each for each in self.others if self.may_link(each)}
        known = there if name == LINK else links_seen(self.school, self.case, self.by)
        if not self.may():
            return self.told(card("stale_rest"))
        if not ref:
            return self.told(_choice(self.case, name, known))
        if ref not in known:
            return self.told(card("stale_rest"))
        undone = self.case.links[ref] if name == UNLINK else None
        if undone is not None and not may_undo(self.school, self.case, undone, self.by):
            opens = (open_button(self.case.ref),)
            return self.told(card("unlink_named", ref=self.case.ref, other=ref, buttons=opens))
        if not form:
            why = why_card(self.case, undone) if undone is not None else "link_why"
            return self.told(_form(self.case, name, ref, why))
        reason = str(done.content).strip()
        refused = _refused(reason)
        return self.told(refused) if refused is not None else self.kept(there.get(ref), ref, reason)

    def kept(self, other: Case | None, ref: str, reason: str) -> Turn:
        """Return the turn that makes a link to `other`, or undoes that to `ref`."""
        if other is None:
            said = undone_card(self.case, self.case.links[ref])
            made: Event = Unlinked(other=ref, by=self.by, at=self.now, reason=reason)
        else:
            said, mirror = "linked", mirror_of(other)
            made = Linked(other=ref, by=self.by, at=self.now, reason=reason, mirror=mirror)
        after, effects = step(self.school, self.case, made, self.now)
        opens = (open_button(self.case.ref),)
        noted = card(said, ref=self.case.ref, other=ref, buttons=opens)
        return Turn(None, after, (made,), (*effects, Say(to=self.by, card=noted)))

    def may(self) -> bool:
        """Return whether this person may change the links of this case now."""
        is_open = self.case.stage is not CaseStage.CLOSED
        return is_open and may_take(self.school, self.case, self.by)

    def may_link(self, other: Case) -> bool:
        """Return whether there may be a link to this case, and is none yet."""
        known = self.case.links.get(other.ref)
        is_new = known is None or known.undone
        is_open = other.stage is not CaseStage.CLOSED
        return is_new and is_open and may_take(self.school, other, self.by)

    def told(self, answer: Card) -> Turn:
        """Return a turn that changes nothing."""
        return Turn(None, self.case, (), (Say(to=self.by, card=answer),))


def _refused(reason: str) -> Card | None:
    if has_link(reason):
        return card("link")
    if len(reason) > LONGEST[Kind.TEXT]:
        return card("too_long")
    return None if reason else card("empty")


def _choice(case: Case, name: str, there: Iterable[str]) -> Card:
    picks = tuple(Button(label=each, value=f"deed.{case.ref}.{name}.{each}") for each in there)
    which, none = SAYS[name]
    said = which if picks else none
    return card(said, case=case.ref, buttons=(*picks, open_button(case.ref)))


def _form(case: Case, name: str, ref: str, why: str) -> Card:
    made = card(why, case=case.ref, other=ref)
    form = Form(
        kind=FormKind.TEXT,
        value=f"deed.{case.ref}.{name}.{ref}.form",
        label=words().buttons["write_reason"],
        submit=words().buttons["keep"],
        longest=LONGEST[Kind.TEXT],
    )
    return made.model_copy(update={"form": form})
