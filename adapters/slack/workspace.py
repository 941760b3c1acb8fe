"""A workspace of Slack: its secrets, its schools, and who is who in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.fsm.school import School

__all__ = ["GUEST", "PLATFORM", "People", "Who", "Workspace"]

PLATFORM = "slack"
GUEST = "slack."
"""How the id of somebody begins who is on no roster: their Slack id follows."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace. `schools` are ids; the secrets are never shown, in a repr neither."""

    name: str
    team: str
    schools: tuple[str, ...]
    token: str = field(repr=False)
    secret: str = field(repr=False)
    app_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody in a school: the person's id there."""

    school: str
    person: str


class People:
    """Finds a person by their account, and the account by the person, in the rosters."""

    def __init__(self, workspaces: Sequence[Workspace], schools: Mapping[str, School]) -> None:
        """Read the rosters once."""
        self._homes = {school: each for each in workspaces for school in each.schools}
        self._schools = schools

    def workspace(self, school: str) -> Workspace | None:
        """Return the workspace that a school is on, or None."""
        return self._homes.get(school)

    def names(self, workspace: Workspace) -> dict[str, str]:
        """Return the names of a workspace's schools by their ids."""
        return {each: self._schools[each].name for each in workspace.schools}

    def known_as(self, workspace: Workspace, user: str) -> tuple[Who, ...]:
        """Return who a user is: in each school that lists them, else a guest in any of them."""
        listed = [
            Who(school, person.id)
            for school in workspace.schools
            for person in self._schools[school].people
            if person.accounts.get(PLATFORM) == user
        ]
        guest = [Who(school, f"{GUEST}{user}") for school in workspace.schools]
        return tuple(listed or guest)

    def in_school(self, workspace: Workspace, user: str, school: str) -> Who | None:
        """Return who a user is in one school; None where the school is not on this workspace."""
        if school not in workspace.schools:
            return None
        found = (each for each in self.known_as(workspace, user) if each.school == school)
        return next(found, Who(school, f"{GUEST}{user}"))

    def account(self, school: str, person: str) -> str:
        """Return a person's user id on their school's workspace, or ''."""
        if person.startswith(GUEST):
            return person.removeprefix(GUEST)
        listed = self._schools[school].person(person)
        return listed.accounts.get(PLATFORM, "") if listed else ""
