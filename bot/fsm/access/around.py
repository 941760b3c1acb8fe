"""A concern that cannot go to the team: who is told of it here, whom to ring outside."""

# Rule: where nobody here is left to take a case, no message says that anybody here is told, tries
#       or will ring. `OUTSIDE` names what is said in its place.

from datetime import datetime

from bot.dialogs.pack import ContactRole
from bot.dialogs.words import words
from bot.fsm.access.off import carries, is_off_channel
from bot.fsm.access.readers import takers
from bot.fsm.access.rights import Route, route_of
from bot.fsm.case import Case
from bot.fsm.hours import is_school_time, numbers_now
from bot.fsm.school import Person, Role, School

__all__ = [
    "council_line",
    "goes_outside",
    "lado_line",
    "outside_now",
    "rings_out",
    "roles_around",
    "said_as",
    "team_of",
]

OUTSIDE: dict[str, str] = {
    "told": "told_outside",
    "told_more": "told_outside",
    "told_around": "told_outside",
    "handed_on": "told_outside",
    "receipt": "receipt_outside",
    "receipt_around": "receipt_outside",
    "receipt_record": "receipt_outside",
    "passed_on": "receipt_outside",
    "check_emergency": "check_emergency_outside",
    "nudge": "nudge_outside",
    "nudge_added": "nudge_outside",
    "media": "media_outside",
    "will_ring": "will_ring_outside",
    "ask_for_999": "ask_for_999_outside",
    "taken_back": "taken_back_outside",
}
"""What is said instead where nobody here can take the case."""

NOT_TO_THE_TEAM = frozenset({Route.AROUND, Route.HEAD_NAMED, Route.ALL_OFF})


def lado_line(school: School) -> str:
    """Return the LADO of the school's authority with the number, or whom to ask for it."""
    lines = school.pack.of_role(ContactRole.LADO)
    return f"{lines[0].name}: {lines[0].number}." if lines else school.pack.no_lado_line


def council_line(school: School, now: datetime) -> str:
    """Return the council's line that answers now (UTC), or ''."""
    council = [each for each in numbers_now(school, now) if each.role is not ContactRole.POLICE]
    return f"{council[0].name}: {council[0].number}." if council else ""


def outside_now(school: School, case: Case, now: datetime) -> str:
    """Return the line outside that answers now: about staff the LADO, else the council."""
    if case.around and is_school_time(school, now):
        return lado_line(school)
    return council_line(school, now) or lado_line(school)


def goes_outside(school: School, case: Case | None) -> bool:
    """Return whether nobody here has a case, sees it in the channel, or may take it."""
    if case is None or case.owner or not is_off_channel(school, case):
        return False
    return not _left(school, case)


def said_as(school: School, case: Case | None, name: str) -> str:
    """Return the name of the message that says `name` of this case and is true of it."""
    return OUTSIDE.get(name, name) if goes_outside(school, case) else name


def rings_out(school: School, case: Case, now: datetime) -> bool:
    """Return whether a reporter rings a line outside the school: one who is off might answer."""
    if case.around or goes_outside(school, case):
        return True
    return carries(school, case) and not is_school_time(school, now)


def team_of(school: School, case: Case | None) -> str:
    """Return whom a case goes to, in words: never those whom it goes round."""
    if case is None or route_of(school, case) not in NOT_TO_THE_TEAM:
        return school.role_team()
    say = words().phrases
    named = [f"the {school.role_name(role)}" for role in roles_around(school, case)]
    return say["and"].join(named) or say["team_outside"]


def roles_around(school: School, case: Case) -> list[Role]:
    """Return the roles in which anybody can be told of a case that does not go to the team."""
    held = {role for one in _left(school, case) for role in one.roles}
    return [role for role in (Role.HEAD, Role.CHAIR) if role in held]


def _left(school: School, case: Case) -> list[Person]:
    reporter = case.account.reporter
    return [one for one in takers(school, case) if one.id != reporter]
