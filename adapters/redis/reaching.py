"""The way to a store of the operator's own: on this machine, or encrypted and looked at."""

# Rule: its password, and when something happened, are nobody else's to read. What is refused here
#       has not been called, and the refusal does not repeat the address: it may hold a password.

from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

from adapters.environment import CannotStart

__all__ = ["refuse_what_others_can_read"]

CURE = (
    "REDIS_URL leads to another machine without encryption; write rediss:// there, or bring the "
    "store here by a tunnel or a unix:// socket"
)
KINDS = "REDIS_URL is no store's address; it begins with rediss://, unix://, or here redis://"
TRUSTED = frozenset({"ssl_ca_certs", "ssl_ca_path", "ssl_certfile", "ssl_keyfile"})
"""What an address may say of TLS: whom to trust, and who we are. Nothing that looks away."""


def refuse_what_others_can_read(url: str) -> None:
    """Return if a store may be called at `url`.

    Raises:
        CannotStart: it is no address of a store, or what is sent there could be read on the way.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as wrong:
        raise CannotStart(KINDS) from wrong
    if parts.scheme not in {"redis", "rediss", "unix"}:
        raise CannotStart(KINDS)
    if parts.scheme == "redis" and not _is_here(host):
        raise CannotStart(CURE)
    said = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    if weak := sorted(each for each in said - TRUSTED if each.startswith("ssl_")):
        raise CannotStart(f"REDIS_URL says {', '.join(weak)}; take it out, so that TLS holds")


def _is_here(host: str) -> bool:
    try:
        return host in {"", "localhost"} or ip_address(host).is_loopback
    except ValueError:
        return False
