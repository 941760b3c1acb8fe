"""Who is who on a platform: a person by account, an account by person, and their school."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from bot.fsm.school import School

__all__ = ["Home", "People", "Whereabouts", "Who"]

REMEMBERED = 5000


class Home(Protocol):
    """What a platform calls the place of one organisation: a workspace, a tenant."""

    @property
    def name(self) -> str:
        """Return its name in our configuration."""
        ...

    @property
    def schools(self) -> tuple[str, ...]:
        """Return the ids of its schools."""
        ...


HomeT = TypeVar("HomeT", bound=Home)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody in a school: the person's id there."""

    school: str
    person: str


class People(Generic[HomeT]):
    """Finds a person by their account, and the account by the person, in the rosters.

    Somebody who is on no roster is a guest: their id is `platform.account`.
    """

    def __init__(
        self, platform: str, homes: Sequence[HomeT], schools: Mapping[str, School]
    ) -> None:
        """Read the rosters once."""
        self._platform = platform
        self._guest = f"{platform}."
        self._homes = {school: each for each in homes for school in each.schools}
        self._schools = schools

    def home(self, school: str) -> HomeT | None:
        """Return the home that a school is on, or None."""
        return self._homes.get(school)

    def names(self, home: HomeT) -> dict[str, str]:
        """Return the names of a home's schools by their ids."""
        return {each: self._schools[each].name for each in home.schools}

    def known_as(self, home: HomeT, user: str) -> tuple[Who, ...]:
        """Return who a user is: in each school that lists them, else a guest in any of them."""
        listed = [
            Who(school, person.id)
            for school in home.schools
            for person in self._schools[school].people
            if person.accounts.get(self._platform) == user
        ]
        return tuple(listed or (Who(school, f"{self._guest}{user}") for school in home.schools))

    def in_school(self, home: HomeT, user: str, school: str) -> Who | None:
        """Return who a user is in one school; None where the school is not on this home."""
        if school not in home.schools:
            return None
        people = self._schools[school].people
        found = (each.id for each in people if each.accounts.get(self._platform) == user)
        return Who(school, next(found, f"{self._guest}{user}"))

    def account(self, school: str, person: str) -> str:
        """Return a person's account on their school's home, or ''."""
        if person.startswith(self._guest):
            return person.removeprefix(self._guest)
        listed = self._schools[school].person(person)
        return listed.accounts.get(self._platform, "") if listed else ""


class Whereabouts(Generic[HomeT]):
    """Knows which school somebody means: the only one that lists them, or the one of last time."""

    def __init__(self, people: People[HomeT]) -> None:
        """Start knowing the rosters only."""
        self._people = people
        self._last: OrderedDict[tuple[str, str], str] = OrderedDict()

    def of(self, home: HomeT, user: str) -> Who | None:
        """Return who somebody is, or None where they have to be asked."""
        known = self._people.known_as(home, user)
        if len(known) == 1:
            return known[0]
        last = self._last.get((home.name, user))
        return next((each for each in known if each.school == last), None)

    def note(self, home: HomeT, user: str, who: Who) -> None:
        """Keep which school somebody is talking to."""
        self._last[home.name, user] = who.school
        self._last.move_to_end((home.name, user))
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
