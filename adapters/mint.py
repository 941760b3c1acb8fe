"""What is random: case references, short and without look-alikes; one-time links."""

import secrets

from bot.handing import Ticket

__all__ = ["ALPHABET", "RandomMint", "fresh_ticket"]

ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXYZ"
"""No 0 and O, 1, I and L, 5 and S as one: S is left out."""

LENGTH = 4


class RandomMint:
    """Makes references at random: one that is taken is refused by the store and made anew."""

    def reference(self) -> str:
        """Return a reference such as `YP-7K3Q`."""
        return "YP-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


TOKEN_BYTES = 16
DIGITS = 6


def fresh_ticket() -> Ticket:
    """Return 128 random bits as a token, and six random digits as its code."""
    code = secrets.randbelow(10**DIGITS)
    return Ticket(secrets.token_urlsafe(TOKEN_BYTES), f"{code:0{DIGITS}}")
