"""The same transcripts on the page, on Slack and on Teams: the three say the same."""

# Each line is done as somebody does it there. What the engine means to be said is played beside
# them, and each platform must show exactly that, to the same people, with the same buttons.

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.dialogs.card import CardKind, Field
from bot.fsm.said import Opened
from tests.chat import Sent
from tests.platforms.seats import Seat, seated
from tests.platforms.words import Read, of_card, plain
from tests.transcripts.player import CLOCK, DONE, NAMES, Player

TRANSCRIPTS = Path(__file__).parents[1] / "transcripts"
CORE = (
    *("happy/danger_in_two_taps", "happy/calm_in_school_hours", "happy/typed_from_first_to_last"),
    *("escalation/immediate_in_hours", "escalation/taking_over", "media/mid_dialog"),
    *("interruptions/why_help_and_say_that_again", "happy/several_children"),
)
WIDER = (
    *("around/staff_named", "around/the_head_named", "casework/not_referred_and_signed"),
    *("casework/prefilled", "casework/the_head_decides", "casework/written_referral_late"),
    *("corrections/back_and_change", "corrections/take_it_back", "escalation/recusal"),
    *(
        "escalation/emergency_out_of_hours",
        "happy/eleven_core_questions",
        "happy/a_rostered_person_reports",
    ),
    *("interruptions/not_understood", "interruptions/a_second_concern", "scope/messages_only"),
    *("rota/on_call_has_it", "silence/after_sending", "media/after_sending"),
)
PLATFORMS = ("page", "slack", "teams")


class Step(Player):
    """Plays a transcript by the engine, and on a platform beside it."""

    seat: Seat
    differs: list[str]

    async def beside(self, folder: Path, platform: str) -> None:
        """Play it all; `differs` has what the platform showed otherwise."""
        self.world, self.differs = self._world(), []
        self.last = self.world.inbound("", Opened())
        async with seated(platform, folder, self.world.school, self.world.clock.at) as self.seat:
            for line in self.text.splitlines():
                if (moved := CLOCK.fullmatch(line)) is not None:
                    await self._move(moved)
                    await self.seat.move(self.world.clock.at)
                    self._compare(line, "")
                elif (done := DONE.fullmatch(line)) is not None:
                    await self._do(NAMES[done[1]], done[2])
                    await self._there(NAMES[done[1]], done[2])
                    self._compare(line, NAMES[done[1]])
            self.differs += [f"wrong: {each}" for each in self.seat.wrongs()]

    async def _there(self, person: str, what: str) -> None:
        if what == "<picture>":
            await self.seat.sends_a_picture(person)
        elif what == "(opens the chat)":
            await self.seat.opens(person)
        elif (form := re.fullmatch(r"\{(.+?)\} (.+)", what)) is not None:
            many = any(
                card.form is not None and card.form.label == form[1] and card.form.choices
                for card in (sent.card for sent in self.world.chat.sent)
            )
            await self.seat.fills(person, form[1], form[2].split("; ") if many else form[2])
        elif (pressed := re.fullmatch(r"\[(.+)\]", what)) is not None:
            await self.seat.presses(person, pressed[1])
        else:
            await self.seat.types(person, what.replace("\\n", "\n"))

    def _write_down(self, at: object = None) -> None:
        del at  # what was said stays until it is compared

    def _compare(self, line: str, person: str) -> None:
        """Compare what everybody has read of this line, here and there."""
        sent, self.world.chat.untaken = self.world.chat.untaken, []
        shown = plain(self.seat.view(person)) if person else ""
        meant: list[Read] = []
        for each in sent:
            private = each.card.fields and each.to == person
            if (
                private
                and each.card.kind is not CardKind.QUESTION
                and _has(shown, each.card.fields)
            ):
                continue
            meant.append(of_card(each.to, each.card))
        there = [each for each in self.seat.heard() if not _in_view(each, sent, person, shown)]
        if Counter(meant) != Counter(there):
            missing, more = Counter(meant) - Counter(there), Counter(there) - Counter(meant)
            self.differs.append(f"{line}\n  not there: {list(missing)}\n  more: {list(more)}")


def _has(shown: str, fields: Sequence[Field]) -> bool:
    return all(plain(row.text) in shown for row in fields)


def _in_view(read: Read, sent: Sequence[Sent], person: str, shown: str) -> bool:
    """Return whether a platform shows the head of a private view as a message too."""
    heads = [
        of_card(person, each.card)
        for each in sent
        if each.card.fields and each.to == person and each.card.kind is not CardKind.QUESTION
    ]
    return bool(shown) and read in heads


def played(name: str, platform: str, folder: Path) -> list[str]:
    """Return how a platform differs in a transcript."""
    path = TRANSCRIPTS / f"{name}.md"
    step = Step(path, path.read_text(encoding="utf-8"))
    asyncio.run(step.beside(folder, platform))
    return step.differs


@pytest.mark.parametrize(
    "name", [*CORE, *(pytest.param(each, marks=pytest.mark.slow) for each in WIDER)]
)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platform_says_what_is_meant(platform: str, name: str, tmp_path: Path) -> None:
    assert played(name, platform, tmp_path) == []
