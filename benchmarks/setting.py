"""The school that the benchmarks run in: made-up people, the shipped script and one pack."""

from datetime import time

from bot.dialogs.pack import Window
from bot.dialogs.shipped import shipped_pack, shipped_script
from bot.fsm.school import Person, Role, School

__all__ = ["example_school"]


def example_school(school_id: str = "bench") -> School:
    """Return a school with one person for each role and 200 teachers' worth of room."""
    people = (
        Person(id="dsl", name="Mrs Hall", roles=(Role.DSL,)),
        Person(id="deputy", name="Mr Day", roles=(Role.DEPUTY,)),
        Person(id="head", name="Dr Moss", roles=(Role.HEAD,)),
        Person(id="chair", name="Ms Lane", roles=(Role.CHAIR,)),
    )
    return School(
        id=school_id,
        name="Bench School",
        office="01632 960100",
        on_call="07700 900100",
        hours=(Window(days=(0, 1, 2, 3, 4), opens=time(8, 30), closes=time(15, 30)),),
        people=people,
        script=shipped_script(),
        pack=shipped_pack("stoke-on-trent"),
    )
