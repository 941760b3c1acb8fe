"""What people saw of Slack, frame by frame, kept while a story is played over the strict fake."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.slack.fake import FakeSlack
from tests.slack.hands import elements, texts
from tests.slack.looks import shown

LONDON = ZoneInfo("Europe/London")
VIEWS = {"views.open": "view", "views.update": "view", "views.publish": "home"}


@dataclass(frozen=True)
class Frame:
    """One thing that Slack showed. `how`: posted, edited, aside, view or home."""

    at: datetime
    how: str
    who: str
    made: dict[str, Any]
    heard: str

    @property
    def words(self) -> tuple[str, ...]:
        """Return all that is written in it: frames with the same words are the same card."""
        return tuple(texts(self.made["blocks"]))

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels of all its buttons."""
        found = (each for each in elements(self.made) if each["type"] == "button")
        return tuple(each["text"]["text"] for each in found)

    def drawn(self) -> str:
        """Return the frame as a figure of a page."""
        when = self.at.astimezone(LONDON).strftime("%H:%M")
        return shown(self.made, f"{when} {self.who} ({self.how})", when, self.heard)


@dataclass
class Film:
    """Keeps what a fake shows from now on. `names` are people's by their Slack id."""

    fake: FakeSlack
    names: dict[str, str]
    frames: list[Frame] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Look over the fake's shoulder."""
        self._do, self.fake._do = self.fake._do, self._seen  # type: ignore[method-assign]  # a test's eye

    def _seen(self, method: str, said: dict[str, Any]) -> dict[str, Any]:
        answer = self._do(method, said)
        if "error" not in answer:
            self.frames += self._of(method, said)
        return answer

    def _of(self, method: str, said: dict[str, Any]) -> Iterator[Frame]:
        now = self.fake.now()
        if method in VIEWS:
            whom = said.get("user_id") or self._owner(said)
            yield Frame(now, VIEWS[method], self._name(whom), said["view"], "")
        elif method in {"chat.postMessage", "chat.postEphemeral", "chat.update"}:
            how = {"chat.postEphemeral": "only they see it", "chat.update": "edited"}
            whom = said.get("user") or self._to(said)
            made = {"blocks": said["blocks"]}
            yield Frame(now, how.get(method, "new"), self._name(whom), made, said["text"])

    def _owner(self, said: dict[str, Any]) -> str:
        view = said.get("view_id") or next(reversed(self.fake.owners))
        return self.fake.owners.get(view, "?")

    def _to(self, said: dict[str, Any]) -> str:
        if "ts" not in said:
            return str(said["channel"])
        return self.fake.messages[said["channel"], said["ts"]].to

    def _name(self, whom: str) -> str:
        return self.names.get(whom, whom)

    def told(self, *who: str) -> list[Frame]:
        """Return the frames that some people saw, in order."""
        return [frame for frame in self.frames if frame.who in who]
