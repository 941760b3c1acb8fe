"""How we speak to others over TLS: in today's versions, and to whom a certificate names."""

import ssl
from functools import cache

__all__ = ["LEAST", "client_context"]

LEAST = ssl.TLSVersion.TLSv1_2
"""The oldest version that is spoken (RFC 8996 ended those before it)."""


@cache
def client_context() -> ssl.SSLContext:
    """Return what all calls share: the system's roots, certificate and host name looked at."""
    made = ssl.create_default_context()
    made.minimum_version = LEAST
    return made
