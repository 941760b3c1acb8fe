"""A message on its way: its names to the platform and in the record, and its place."""

from bot.fsm.alert.ownership import page_slot
from bot.fsm.effects import Message, Page, Post
from bot.fsm.school import CHANNEL
from bot.ports import Job

__all__ = ["case_of", "named", "outcome_of", "slot_of", "to_of"]


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


def slot_of(message: Message) -> str:
    """Return where its receipt is kept for later edits, '' for nowhere."""
    match message:
        case Post(case=case):
            return f"{case}:post"
        case Page(case=case, to=to):
            return page_slot(case, to)
        case _:
            return message.slot
