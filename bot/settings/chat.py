"""Chat platforms in `handrail.toml`: what the tables of all have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import Field

from bot.fsm.school import CHANNEL, TEAM
from bot.settings.base import Id, Listen, Table, nearest
from bot.settings.found import Found

if TYPE_CHECKING:
    from bot.settings.tables import PersonTable, SchoolTable

from bot.frozen import Frozen

__all__ = ["ChatHome", "ChatTable", "Platform"]


class ChatTable(Table):
    """The home of some schools on a platform; `listen` is where this server hears it.

    `keep_days`: how long after the close of a case our own messages about it stay.
    """

    name: Id = Field(examples=['"trust"'])
    keep_days: int = Field(7, ge=1, le=365, examples=["7"])
    listen: Listen


class ChatHome(Frozen):
    """A home with the ids of its schools; else as in its table."""

    name: str
    keep_days: int
    listen: str
    schools: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform. `ids` are what no two of its tables share, beside the name."""

    key: str
    title: str
    home: str
    ids: tuple[str, ...]
    account: str

    def home_of(self, school: "SchoolTable") -> str:
        """Return the name of a school's home on this platform, '' for none."""
        return str(getattr(school, self.key))

    def schools_of(self, table: ChatTable, schools: Sequence["SchoolTable"]) -> tuple[str, ...]:
        """Return the ids of the schools that name a home."""
        return tuple(school.id for school in schools if self.home_of(school) == table.name)

    def clashes(self, tables: Sequence[ChatTable]) -> Iterator[Found]:
        """Yield where two tables are of one name, are one home, or listen at two places."""
        for number, table in enumerate(tables):
            here, before = f"{self.key}[{number}]", tables[:number]
            if table.name in [each.name for each in before]:
                yield Found(f"{here}.name", f"{table.name!r} is taken; give each its own")
            for key in self.ids:
                told = getattr(table, key)
                if told in [getattr(each, key) for each in before]:
                    yield Found(f"{here}.{key}", f"{told!r} is there twice; take one away")
            if table.listen != tables[0].listen:
                yield Found(f"{here}.listen", f"all listen at one place: {tables[0].listen}")

    def unknown(
        self, here: str, school: "SchoolTable", tables: Sequence[ChatTable]
    ) -> Iterator[Found]:
        """Yield that a school names a home that has no table."""
        named, names = self.home_of(school), tuple(table.name for table in tables)
        if named and named not in names:
            cure = nearest(named, names) if names else f"add a table [[{self.key}]]"
            yield Found(f"{here}.{self.key}", f"no {self.home} {named!r}; {cure}")

    def unreached(
        self, here: str, school: "SchoolTable", people: Sequence["PersonTable"]
    ) -> Iterator[Found]:
        """Yield who cannot be reached here at a school that is on this platform."""
        if not self.home_of(school):
            return
        if not school.dsl_channel:
            what = CHANNEL.partition(":")[2]
            cure = f"no {what} channel: alerts go to people one by one; add its id"
            yield Found(f"{here}.dsl_channel", cure)
        for place, person in enumerate(people):
            if TEAM & set(person.roles) and self.key not in person.accounts:
                add = f'add accounts = {{ {self.key} = "{self.account}" }}'
                cure = f"no alert reaches them on {self.title}; {add}"
                yield Found(f"{here}.people[{place}].accounts", cure)
