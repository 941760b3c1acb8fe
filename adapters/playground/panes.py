"""The panes: what each person of each school has on their screen, kept across a restart."""

# Rule 1: what belongs in a private view (`Card.fields`) is never written to disk.
# Rule 2: nor are a person's own typed words; after a restart a line stands in their place.
# Rule 3: a message's key names it: the same key again is the same message, never a second one.

import os
import secrets
from collections import deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pydantic import ValidationError

from bot.dialogs.card import Card, CardKind
from bot.frozen import Frozen

__all__ = ["UNKEPT", "Panes", "Shown"]

KEPT = 300
"""The most messages of one pane that are shown; older ones scroll away for good."""

UNKEPT = "Your own words: they are in the case, not in this chat."


class Shown(Frozen):
    """One message in a pane: a card from Handrail, or the pane's own person's `words`.

    `private` says that the card has a private view, which is asked for by itself.
    """

    id: str
    pane: str
    at: datetime
    key: str
    card: Card | None = None
    words: str = ""
    private: bool = False


class Panes:
    """Keeps every school's messages; `tell(school, message)` hears of each new or changed one."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        """Read what was shown before. `folder` is the playground's own, made if need be."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._now = now
        self._schools: dict[str, dict[str, Shown]] = {}
        self._orders: dict[tuple[str, str], deque[str]] = {}
        self._keys: dict[tuple[str, str], str] = {}
        self._views: dict[tuple[str, str], Card] = {}
        self.tell: Callable[[str, Shown], None] = _tell_nobody

    def show(self, school: str, pane: str, card: Card, *, key: str, edit: str = "") -> str:
        """Show a card, in the place of message `edit` if that is given; return the message's id."""
        shown = self._of(school)
        known = self._keys.get((school, key), "")
        before = shown.get(edit or known)
        if not edit and known and before is not None and before.key != key:
            return known  # a late repeat: the message has been edited since
        message = Shown(
            id=before.id if before else edit or secrets.token_hex(8),
            pane=pane,
            at=before.at if before else self._now(),
            key=key,
            card=card.model_copy(update={"fields": ()}),
            private=bool(card.fields),
        )
        self._views.pop((school, message.id), None)
        if card.fields:
            self._views[school, message.id] = card
        self._put(school, message)
        return message.id

    def say(self, school: str, pane: str, words: str, *, key: str, lasting: bool) -> None:
        """Show what the pane's own person did. Unless `lasting`, the words are not kept on disk."""
        if (school, key) in self._keys:
            return
        message = Shown(id=secrets.token_hex(8), pane=pane, at=self._now(), key=key, words=words)
        kept = message if lasting else message.model_copy(update={"words": UNKEPT})
        self._put(school, message, kept)

    def of(self, school: str) -> tuple[Shown, ...]:
        """Return every message of a school, in the order in which they first came."""
        return tuple(self._of(school).values())

    def find(self, school: str, message: str) -> Shown | None:
        """Return one message, or None when it is not shown any more."""
        return self._of(school).get(message)

    def view(self, school: str, pane: str, message: str) -> Card | None:
        """Return the card with its private view, to the person of that pane only.

        A question's view may be asked for again; any other is handed out once.
        """
        card = self._views.get((school, message))
        shown = self._of(school).get(message)
        if card is None or shown is None or shown.pane != pane:
            return None
        if card.kind is not CardKind.QUESTION:
            del self._views[school, message]
        return card

    def wipe(self) -> None:
        """Forget everything that was shown, in memory and on disk."""
        for file in self._folder.glob("panes-*.jsonl"):
            file.unlink()
        self._schools.clear()
        self._orders.clear()
        self._keys.clear()
        self._views.clear()

    def _of(self, school: str) -> dict[str, Shown]:
        shown = self._schools.get(school)
        if shown is None:
            shown = self._schools[school] = {}
            for message in self._read(school):
                self._remember(school, message)
        return shown

    def _put(self, school: str, message: Shown, kept: Shown | None = None) -> None:
        self._of(school)
        line = (kept or message).model_dump_json(exclude_defaults=True) + "\n"
        descriptor = os.open(self._file(school), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(line)
        self._remember(school, message)
        self.tell(school, message)

    def _remember(self, school: str, message: Shown) -> None:
        shown = self._schools[school]
        order = self._orders.setdefault((school, message.pane), deque())
        if message.id not in shown:
            order.append(message.id)
        shown[message.id] = message
        self._keys[school, message.key] = message.id
        if len(order) > KEPT:
            del shown[order.popleft()]

    def _read(self, school: str) -> list[Shown]:
        file = self._file(school)
        if not file.is_file():
            return []
        messages = []
        for line in file.read_bytes().split(b"\n"):
            try:
                messages.append(Shown.model_validate_json(line))
            except ValidationError:
                continue  # a torn last line, or one of another edition: it is only not shown
        return messages

    def _file(self, school: str) -> Path:
        return self._folder / f"panes-{school.encode().hex()[:120]}.jsonl"


def _tell_nobody(_school: str, _shown: Shown) -> None:
    """No page is open yet."""
