"""A school as the engine sees it: its people, hours, numbers, script and pack. Frozen."""

from datetime import date
from enum import StrEnum
from functools import cached_property

from pydantic import Field

from bot.dialogs.pack import Pack, Window
from bot.dialogs.script import Script
from bot.frozen import Frozen
from bot.fsm.edition import read_edition
from bot.rota.days import DayKind, Term, kind_of
from bot.rota.model import Rota

__all__ = ["ABOVE", "ALERTED", "CHANNEL", "READERS", "TEAM", "Person", "Role", "School", "Way"]

CHANNEL = "channel:dsl"
"""The address of a school's private DSL channel."""


class Role(StrEnum):
    """What a person does in safeguarding. Reading is governed by role, raising by nothing."""

    DSL = "dsl"
    DEPUTY = "deputy"
    HEAD = "head"
    CHAIR = "chair"
    IT = "it"
    STAFF = "staff"


class Way(StrEnum):
    """A way to a person that is not the chat."""

    MAIL = "mail"
    PHONE = "phone"


TEAM = frozenset({Role.DSL, Role.DEPUTY})
"""Who leads on safeguarding: they are in the DSL channel, and carry the phone of who is on call."""

READERS = TEAM | {Role.HEAD}
"""Who reads cases, and may read the DSL channel."""

ALERTED = (Role.DSL, Role.DEPUTY, Role.HEAD, Role.CHAIR)
"""Whom an alert may reach, the likeliest first. Nobody else's role ever reads a case."""

ABOVE = frozenset({Role.HEAD, Role.CHAIR})
"""Who is told what goes round the rest: no phone that is passed from hand to hand rings for it."""


class Person(Frozen):
    """Somebody of the school. `accounts` maps a platform to this person's id on it."""

    id: str
    name: str
    roles: tuple[Role, ...] = (Role.STAFF,)
    phone: str = ""
    email: str = ""
    accounts: dict[str, str] = Field(default_factory=dict)

    @property
    def carries(self) -> bool:
        """Whether a phone that is handed on may ring for this person."""
        roles = set(self.roles)
        return bool(TEAM & roles) and not ABOVE & roles


class School(Frozen):
    """One school of a deployment. Times of day are local (Europe/London).

    `ways` are those beside the chat that the deployment has. A record is kept until its youngest
    child would be of the age `keep_until_age`.
    """

    id: str
    name: str
    office: str
    on_call: str = ""
    channel: str = ""
    hours: tuple[Window, ...]
    terms: tuple[Term, ...] = ()
    bank_holidays: frozenset[date] = frozenset()
    inset: frozenset[date] = frozenset()
    rota: Rota = Rota()
    people: tuple[Person, ...]
    script: Script
    pack: Pack
    edition: str = ""
    keep_until_age: int = 25
    ways: frozenset[Way] = frozenset()

    def person(self, person_id: str) -> Person | None:
        """Return the rostered person with that id, or None for anybody else."""
        return self._by_id.get(person_id)

    @cached_property
    def _by_id(self) -> dict[str, Person]:
        return {person.id: person for person in reversed(self.people)}

    def address(self, person: Person, way: Way) -> str:
        """Return where somebody is called: their own address, else the phone of whoever is on call.

        That phone is carried by a DSL or a deputy; it stands in for nobody's else. '' is nowhere.
        """
        if way is Way.MAIL:
            return person.email
        return person.phone or (self.on_call if person.carries else "")

    def of_role(self, role: Role) -> tuple[Person, ...]:
        """Return the people of a role, in the order of the file."""
        return self._by_role[role]

    @cached_property
    def _by_role(self) -> dict[Role, tuple[Person, ...]]:
        return {role: tuple(one for one in self.people if role in one.roles) for role in Role}

    @cached_property
    def leads(self) -> tuple[str, ...]:
        """Return the ids of the DSLs: on duty at all times where there is no rota."""
        return tuple(person.id for person in self.of_role(Role.DSL))

    @cached_property
    def team(self) -> tuple[str, ...]:
        """Return the ids of the DSLs, then of the deputies, in the order of the file."""
        deputies = (person.id for person in self.of_role(Role.DEPUTY))
        return tuple(dict.fromkeys((*self.leads, *deputies)))

    @cached_property
    def rostered(self) -> tuple[str, ...]:
        """Return the ids of those who may stand on the rota: the team, then the head."""
        heads = (person.id for person in self.of_role(Role.HEAD))
        return tuple(dict.fromkeys((*self.team, *heads)))

    def windows_on(self, day: date) -> tuple[Window, ...]:
        """Return when pupils are in on a local date: on a school day, its hours."""
        if day not in self._windows:
            school = kind_of(self, day) is DayKind.SCHOOL
            here = tuple(each for each in self.hours if school and day.weekday() in each.days)
            self._windows[day] = here
        return self._windows[day]

    @cached_property
    def _windows(self) -> dict[date, tuple[Window, ...]]:
        return {}

    def shares_rota(self, person_id: str) -> bool:
        """Return whether somebody stands on the rota of this school, and there is one."""
        return bool(self.rota.lines) and person_id in self.rostered

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
