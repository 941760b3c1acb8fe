"""A message on its way: its names to the platform and in the record, and its place."""

from bot.fsm.alert.shown import page_slot
from bot.fsm.effects import Amend, Message, Page, Post
from bot.fsm.school import CHANNEL
from bot.ports import Job

__all__ = ["case_of", "lock_of", "named", "outcome_of", "slot_of", "to_of", "turn_of"]


def case_of(job: Job) -> str:
    """Return the case that a message is about, '' for none."""
    ref = job.key.partition(":")[0]
    return "" if ref == "chat" else ref


def named(job: Job, message: Message) -> str:
    """Return what names it to the platform: a later alert is another one, a retry is not."""
    return f"{job.key}:{message.count}" if isinstance(message, Page) else job.key


def outcome_of(job: Job, message: Page, how: str) -> str:
    """Return the operation under which it is noted what became of an alert."""
    return f"{named(job, message)}:{how}"


def to_of(message: Message) -> str:
    """Return whom it is for: a person, or the channel."""
    return CHANNEL if isinstance(message, Post) else message.to


def turn_of(job: Job, message: Message) -> str:
    """Return among whose messages it waits for its turn: nothing waits for an amended one."""
    return job.key if isinstance(message, Amend) else to_of(message)


def lock_of(message: Message) -> str:
    """Return what it holds while it goes out: alerts to one reader go one after the other."""
    if isinstance(message, Page):
        return page_slot(message.case, message.to)
    return slot_of(message)


def slot_of(message: Message) -> str:
    """Return where its receipt is kept for later edits, '' for nowhere."""
    match message:
        case Post(case=case):
            return f"{case}:post"
        case Page(case=case, to=to, count=count):
            return page_slot(case, to, count)
        case _:
            return message.slot
