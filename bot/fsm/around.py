"""A concern that goes round the channel: who is told of it here, whom to ring outside."""

from datetime import datetime

from bot.dialogs.pack import ContactRole
from bot.dialogs.words import words
from bot.fsm.case import Case
from bot.fsm.hours import is_school_time, numbers_now
from bot.fsm.ladder import people_around
from bot.fsm.off import carries, off
from bot.fsm.school import Role, School

__all__ = ["council_line", "lado_line", "outside_now", "rings_out", "roles_around", "team_of"]


def lado_line(school: School) -> str:
    """Return the LADO of the school's authority with the number, or whom to ask for it."""
    lines = school.pack.of_role(ContactRole.LADO)
    return f"{lines[0].name}: {lines[0].number}." if lines else school.pack.no_lado_line


def council_line(school: School, now: datetime) -> str:
    """Return the council's line that answers now (UTC), or ''."""
    council = [each for each in numbers_now(school, now) if each.role is not ContactRole.POLICE]
    return f"{council[0].name}: {council[0].number}." if council else ""


def outside_now(school: School, now: datetime) -> str:
    """Return the line outside the school for a concern about staff: the LADO, or the duty."""
    if is_school_time(school, now):
        return lado_line(school)
    return council_line(school, now) or lado_line(school)


def rings_out(school: School, case: Case, now: datetime) -> bool:
    """Return whether a reporter rings a line outside the school: one who is off might answer."""
    return case.around or (carries(school, case) and not is_school_time(school, now))


def team_of(school: School, case: Case | None) -> str:
    """Return whom a case goes to, in words: never those whom it goes round."""
    if case is None or not case.around:
        return school.role_team()
    say = words().phrases
    named = [f"the {school.role_name(role)}" for role in roles_around(school, case)]
    return say["and"].join(named) or say["team_outside"]


def roles_around(school: School, case: Case) -> list[Role]:
    """Return the roles in which anybody can be told of a case that goes round the channel."""
    people = people_around(school, head_named=case.head_named)
    gone = {*off(school, case), case.account.reporter}
    held = {role for person in people if person.id not in gone for role in person.roles}
    may = (Role.CHAIR,) if case.head_named else (Role.HEAD, Role.CHAIR)
    return [role for role in may if role in held]
