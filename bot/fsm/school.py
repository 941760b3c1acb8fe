"""A school as the engine sees it: its people, hours, numbers, script and pack. Frozen."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.dialogs.pack import Pack, Window
from bot.dialogs.script import Script
from bot.fsm.edition import read_edition

__all__ = ["CHANNEL", "Person", "Role", "School", "Term"]

CHANNEL = "channel:dsl"
"""The address of a school's private DSL channel."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Role(StrEnum):
    """What a person does in safeguarding. Reading is governed by role, raising by nothing."""

    DSL = "dsl"
    DEPUTY = "deputy"
    HEAD = "head"
    CHAIR = "chair"
    IT = "it"
    STAFF = "staff"


READERS = frozenset({Role.DSL, Role.DEPUTY, Role.HEAD})


class Person(_Frozen):
    """Somebody of the school. `accounts` maps a platform to this person's id on it."""

    id: str
    name: str
    roles: tuple[Role, ...] = (Role.STAFF,)
    phone: str = ""
    accounts: dict[str, str] = {}


class Term(_Frozen):
    """Days on which the school is open, both ends included (school's local dates)."""

    starts: date
    ends: date


class School(_Frozen):
    """One school of a deployment. Times of day are local (Europe/London)."""

    id: str
    name: str
    office: str
    on_call: str = ""
    channel: str = ""
    hours: tuple[Window, ...]
    terms: tuple[Term, ...] = ()
    bank_holidays: frozenset[date] = frozenset()
    people: tuple[Person, ...]
    script: Script
    pack: Pack
    edition: str = ""

    def person(self, person_id: str) -> Person | None:
        """Return the rostered person with that id, or None for anybody else."""
        return next((person for person in self.people if person.id == person_id), None)

    def of_role(self, role: Role) -> tuple[Person, ...]:
        """Return the people of a role, in the order of the file."""
        return tuple(person for person in self.people if role in person.roles)

    def name_of(self, person_id: str) -> str:
        """Return the display name of a person, or words for somebody who is not on the roster."""
        person = self.person(person_id)
        return person.name if person else "Somebody not on the roster"

    def role_name(self, role: Role) -> str:
        """Return this institution's own name for a role (a college says "Duty Officer")."""
        return self.pack.roles.get(role.value, ROLE_NAMES[role])

    def role_team(self) -> str:
        """Return what those who lead on safeguarding are called together: "the DSL team"."""
        return f"the {self.role_name(Role.DSL)} team"

    def at_edition(self, content: bytes, edition: str) -> "School":
        """Return this school with the script and the pack's rules that a case began with.

        People, hours and contacts stay today's.

        Raises:
            ValidationError: this release can no longer read what an earlier one kept.
        """
        kept = read_edition(content, self.pack.contacts)
        return self.model_copy(
            update={"script": kept.script, "pack": kept.pack, "edition": edition}
        )


ROLE_NAMES = {
    Role.DSL: "DSL",
    Role.DEPUTY: "deputy DSL",
    Role.HEAD: "head",
    Role.CHAIR: "chair of governors",
    Role.IT: "IT",
    Role.STAFF: "member of staff",
}
