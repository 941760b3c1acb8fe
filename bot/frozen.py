"""What every value of ours that is written down has for a base."""

from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict

__all__ = ["Frozen"]


class Frozen(BaseModel):
    """Never changed once it is made, and with no field but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def model_copy(self, *, update: Mapping[str, object] | None = None, deep: bool = False) -> Self:
        """Return this value with some fields changed; nothing is validated.

        What was worked out from the old fields (`cached_property`) is not taken along, as
        pydantic's own copy does: it would be wrong of the new ones.
        """
        if deep:
            return super().model_copy(update=update, deep=True)
        changes = update or {}
        values = {**self.__dict__, **changes}
        fields = type(self).__pydantic_fields__
        if len(values) != len(fields):
            values = {name: value for name, value in values.items() if name in fields}
        made = self.__new__(type(self))
        put = object.__setattr__
        put(made, "__dict__", values)
        put(made, "__pydantic_fields_set__", self.__pydantic_fields_set__ | changes.keys())
        put(made, "__pydantic_extra__", None)
        put(made, "__pydantic_private__", None)
        return made
