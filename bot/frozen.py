"""What every value of ours that is written down has for a base."""

from pydantic import BaseModel, ConfigDict

__all__ = ["Frozen"]


class Frozen(BaseModel):
    """Never changed once it is made, and with no field but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")
