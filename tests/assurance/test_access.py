"""Role by act by way of a case: each cell of the one table, tried on every platform (C5 10, 11)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.fsm.access.rights import PARTS, ROLES, Act, Part, Route, may, roles_for, route_of
from bot.fsm.case import Account, Answer, Case, Noted
from bot.fsm.school import Person, Role, School
from tests.assurance.doors import DOORS, looks, put
from tests.assurance.knocking import OTHER, SCHOOL, Door
from tests.engine import PEOPLE, REFS, a_school

PLANTED = "Quillfeather"
NOTED = "Brackenbury"
REF = REFS[0]
AT = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
HERE = a_school(people=(*PEOPLE, Person(id="kit", name="Kit Vane")))
ELSEWHERE = a_school().model_copy(update={"id": OTHER, "name": "Canal Street College"})

WHO: dict[str, frozenset[Role]] = {
    "sam": frozenset({Role.STAFF}),
    "kit": frozenset({Role.STAFF}),
    "dsl": frozenset({Role.DSL}),
    "deputy1": frozenset({Role.DEPUTY}),
    "head": frozenset({Role.HEAD}),
    "chair": frozenset({Role.CHAIR}),
    "it": frozenset({Role.IT}),
    "guest": frozenset(),
    "other": frozenset(),
}
"""Everybody there is: `sam` raised it; `guest` is on no list, `other` is another school's DSL."""


def told(**more: object) -> Case:
    """Return a case with planted words, as Sam told it, and something noted on it."""
    account = Account(
        reporter="sam",
        rostered=True,
        answers={
            "danger": Answer(value="danger", at=AT),
            "child.1.which_child": Answer(value=PLANTED, at=AT),
        },
    )
    noted = {"decision.0": {"reasons": Noted(value=NOTED, at=AT, by="deputy2")}}
    made = Case(
        ref=REF, school=SCHOOL, edition=HERE.edition, opened_at=AT, account=account, sheets=noted
    )
    return made.model_copy(update=more)


def decided(by: str) -> dict[str, dict[str, Noted]]:
    sheet = {
        "decision": Noted(value="not_refer", at=AT, by=by),
        "reasons": Noted(value=NOTED, at=AT, by=by),
    }
    return {"decision.0": sheet}


ON: dict[Route, Case] = {
    Route.TEAM: told(),
    Route.CHAIR_SIGNS: told(sheets=decided("head")),
    Route.AROUND: told(around=True),
    Route.HEAD_NAMED: told(around=True, head_named=True),
    Route.ALL_OFF: told(recused=("dsl", "deputy1", "deputy2", "head")),
}
CELLS = [(door, route) for door in DOORS for route in Route]


def is_allowed(who: str, act: Act, route: Route) -> bool:
    """Return what the table says."""
    return bool(ROLES[act][route] & WHO[who])


@pytest.mark.parametrize(("door", "route"), CELLS)
async def test_a_case_is_shown_to_whom_the_table_names_and_each_look_is_on_its_log(
    door: str, route: Route, tmp_path: Path
) -> None:
    async with DOORS[door](tmp_path, HERE, ELSEWHERE) as at:
        await put(at, ON[route])
        for who in WHO:
            for deed in ("open", "work", "sheet.harm.0", "ring.1"):
                before = await looks(at)
                shown = await at.press(who, f"deed.{REF}.{deed}")
                logged = (await looks(at))[len(before) :]

                allowed = is_allowed(who, Act.READ, route)
                assert (PLANTED in shown) is (allowed and deed == "open"), (who, deed)
                assert [by for by, _ in logged] == ([who] if allowed else []), (who, deed)
                if not allowed:
                    assert not {NOTED, "Sam Reed"} & set(shown.split()), (who, deed)
                    assert REF not in shown, (who, deed)


@pytest.mark.parametrize(("door", "route"), CELLS)
async def test_a_case_is_taken_by_whom_the_table_names(
    door: str, route: Route, tmp_path: Path
) -> None:
    async with DOORS[door](tmp_path, HERE, ELSEWHERE) as at:
        for who in WHO:
            case = await put(at, ON[route])

            await at.press(who, f"deed.{REF}.coming")

            after = await at.handler.case(SCHOOL, REF)
            assert after is not None
            assert (after.owner == who) is is_allowed(who, Act.TAKE, route), who
            assert is_allowed(who, Act.TAKE, route) or after == case, who


@pytest.mark.parametrize(("door", "route"), CELLS)
async def test_a_link_to_the_record_is_given_to_whom_the_table_names(
    door: str, route: Route, tmp_path: Path
) -> None:
    async with DOORS[door](tmp_path, HERE, ELSEWHERE) as at:
        await put(at, ON[route])
        for who in WHO:
            shown = await at.press(who, f"deed.{REF}.record.1.page")

            given = "Code" in shown or "/record/" in shown
            assert given is is_allowed(who, Act.READ, route), who


@pytest.mark.parametrize("door", DOORS)
async def test_whoever_said_that_they_are_connected_has_no_right_left(
    door: str, tmp_path: Path
) -> None:
    async with DOORS[door](tmp_path, HERE, ELSEWHERE) as at:
        for route in Route:
            case = ON[route].model_copy(update={"recused": tuple(WHO)})
            before = await put(at, case)
            for who in WHO:
                shown = [await at.press(who, f"deed.{REF}.{each}") for each in ("open", "coming")]
                assert PLANTED not in "".join(shown)
                assert REF not in "".join(shown)
            assert await at.handler.case(SCHOOL, REF) == before


@pytest.mark.parametrize("door", DOORS)
async def test_anybody_at_all_may_raise_a_concern(door: str, tmp_path: Path) -> None:
    async with DOORS[door](tmp_path, HERE, ELSEWHERE) as at:
        for who in WHO:
            asked = await at.open(who)

            which = who == "guest" and "Which school is this about?" in asked
            assert which or "any child in danger right now" in asked, who


@pytest.mark.parametrize("door", DOORS)
async def test_a_teacher_sees_the_standing_of_their_own_concern_and_of_no_other(
    door: str, tmp_path: Path
) -> None:
    async with DOORS[door](tmp_path, HERE, ELSEWHERE) as at:
        await raise_one(at, "sam")
        await at.press("dsl", f"deed.{REF}.coming")
        before = await at.handler.case(SCHOOL, REF)
        for who in set(WHO) - {"sam"}:
            for deed in ("add", "take_back", "new"):
                shown = await at.press(who, f"rest.{REF}.{deed}")
                assert REF not in shown, (who, deed)
                assert "Mrs Hall" not in shown, (who, deed)

        assert await at.handler.case(SCHOOL, REF) == before


async def raise_one(at: Door, who: str) -> None:
    """Let somebody answer the first question as red as can be."""
    await at.open(who)
    await at.press(who, "q.1.0")
    assert await at.handler.store.cases(SCHOOL) == [REF]


@pytest.mark.parametrize("route", Route)
def test_the_engine_reads_the_table_and_nothing_else(route: Route) -> None:
    case = ON[route]

    assert route_of(HERE, case) is route
    for person in HERE.people:
        for act in ROLES:
            assert may(HERE, case, person.id, act) is bool(ROLES[act][route] & set(person.roles))
        assert may(HERE, case, person.id, Act.RAISE)
        assert may(HERE, case, person.id, Act.OWN) is (person.id == "sam")
    assert not any(may(HERE, case, "guest", act) for act in ROLES)


def test_nobody_of_another_school_may_do_anything_whatever_their_role_and_id() -> None:
    for case in ON.values():
        for person in ELSEWHERE.people:
            assert not any(may(ELSEWHERE, case, person.id, act) for act in (*ROLES, Act.OWN))


def test_it_and_staff_are_in_no_cell_and_who_takes_may_read() -> None:
    for act in ROLES:
        assert not {Role.IT, Role.STAFF} & roles_for(act)
        assert set(ROLES[act]) == set(Route)
    for route in Route:
        assert ROLES[Act.TAKE][route] <= ROLES[Act.READ][route]


def test_the_rulings_hold_whatever_the_table_says() -> None:
    """Rulings 2 to 4, written out a second time: the table must not drift from them."""
    team = {Role.DSL, Role.DEPUTY, Role.HEAD}

    assert ROLES[Act.TAKE][Route.TEAM] == team
    assert Role.CHAIR not in ROLES[Act.READ][Route.TEAM]
    assert ROLES[Act.READ][Route.CHAIR_SIGNS] == team | {Role.CHAIR}
    assert Role.CHAIR not in ROLES[Act.TAKE][Route.CHAIR_SIGNS]
    assert ROLES[Act.READ][Route.AROUND] == {Role.HEAD, Role.CHAIR}
    assert ROLES[Act.READ][Route.HEAD_NAMED] == {Role.CHAIR}
    assert set(PARTS) == set(Part)


def test_the_schools_are_two_and_differ_in_no_person() -> None:
    """What tells them apart is the school alone: the harder case."""
    same: School = ELSEWHERE

    assert {person.id for person in same.people} < {person.id for person in HERE.people}
    assert same.id != HERE.id
