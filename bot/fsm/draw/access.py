"""Who may do and see what, as `docs/access.md`: made from the table that is enforced."""

from collections.abc import Iterable, Iterator

from bot.dialogs.load import sheets
from bot.fsm.access.rights import PARTS, ROLES, Act, Part, Route
from bot.fsm.school import Role

__all__ = ["access_page"]

WAYS = {
    Route.TEAM: "An ordinary case",
    Route.CHAIR_SIGNS: "The chair signs it (the head decided it, raised it, or cannot)",
    Route.AROUND: "Somebody who works here is named",
    Route.HEAD_NAMED: "The head is named",
    Route.ALL_OFF: "All of the team are connected to it, the head too",
}
ACTS = {
    Act.RAISE: "raise a concern",
    Act.OWN: "see, correct and add to what they told",
    Act.TAKE: "be alerted, take it, hand it on, note, link",
    Act.READ: "open it, take its record",
}
SEEN = {
    Part.COUNTS: "counts and ages of no case (command line, `/health`, `/metrics`)",
    Part.ALERT: "reference, level, what is needed, who has it",
    Part.OWN_ACCOUNT: "their own words, who has it and since when",
    Part.CASE: "all that was told and noted, calls, record, access log",
}
EVERYBODY = (*(role.value for role in Role), "off the roster", "another school")


def access_page(made: str) -> str:
    """Return the page; `made` is its first line."""
    lines = [made, "", "# Who may do what, and see what", "", *INTRODUCTION, ""]
    for route in Route:
        lines += [f"## {WAYS[route]}", "", *_grid(route), ""]
    lines += ["## What there is to see", "", *_table(("Part", "For whoever may"), _parts()), ""]
    lines += ["## Who may fill in which sheet", "", *_table(("Sheet", "Roles"), _sheets())]
    return "\n".join(lines) + "\n"


INTRODUCTION = (
    "One table decides (`bot/fsm/access/rights.py`).",
    "The engine asks nothing else, at each press anew.",
    "`tests/assurance/test_access.py` tries every cell on every chat platform.",
    "Whoever it is about, or is connected to it, keeps only what they told themselves.",
    "Every look at a case is on its access log.",
)


def _grid(route: Route) -> Iterator[str]:
    rows = [(ACTS[act], *(_cell(act, route, who) for who in EVERYBODY)) for act in Act]
    yield from _table(("", *EVERYBODY), rows)


def _cell(act: Act, route: Route, who: str) -> str:
    if act is Act.RAISE:
        return "yes"
    if act is Act.OWN:
        return "" if who == EVERYBODY[-1] else "their own"
    return "yes" if who in {role.value for role in ROLES[act][route]} else ""


def _parts() -> Iterator[tuple[str, str]]:
    for part, act in PARTS.items():
        yield SEEN[part], ACTS[act] if act else "run the programs"


def _sheets() -> Iterator[tuple[str, str]]:
    for sheet in sheets().values():
        yield sheet.title, ", ".join(sheet.roles)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
