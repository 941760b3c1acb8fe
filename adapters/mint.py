"""Case references: random, short enough to say on the phone, and without look-alikes."""

import secrets

__all__ = ["ALPHABET", "RandomMint"]

ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXYZ"
"""No 0 and O, 1, I and L, 5 and S as one: S is left out."""

LENGTH = 4


class RandomMint:
    """Makes references at random: one that is taken is refused by the store and made anew."""

    def reference(self) -> str:
        """Return a reference such as `YP-7K3Q`."""
        return "YP-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
