"""What may stand under `[mail]`, `[phone]`, `[watch]` and `[web]`: what is beside the chat."""

# Rule 1: a secret is never in the file: it comes from the environment, by the name given here.
# Rule 2: what leaves this machine is encrypted; only to the machine itself may it be plain.

from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from bot.settings.base import Listen, Table

__all__ = [
    "MAIL_PASSWORD",
    "PHONE_SECRET",
    "Email",
    "MailTable",
    "PhoneTable",
    "Security",
    "StoreTable",
    "WatchTable",
    "WebTable",
]

MAIL_PASSWORD = "HANDRAIL_MAIL_PASSWORD"  # noqa: S105  the variable's name, not its value
PHONE_SECRET = "HANDRAIL_PHONE_SECRET"  # noqa: S105  as above
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class Security(StrEnum):
    """How the connection to the mail server is encrypted."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


def _email(text: str) -> str:
    name, at, place = text.rpartition("@")
    printable = text.isascii() and text.isprintable() and " " not in text
    if text and not (name and at and "." in place.strip(".") and printable and "<" not in text):
        raise ValueError(f'{text!r} is not an e-mail address; write it as in "hall@school.example"')
    return text


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if parts.scheme == "http" and host not in LOOPBACK:
        raise ValueError(
            f"{text!r} is not encrypted; write https:// (http:// only to this machine)"
        )
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError(f'{text!r} is no address; write it as in "https://gateway.example/call"')
    if parts.username or parts.password:
        raise ValueError("holds a password; leave it out, the file is no place for one")
    return text


def _security(text: object) -> Security:
    known = [each.value for each in Security]
    if not isinstance(text, str) or text not in known:
        raise ValueError(f"{text!r} is no kind of encryption; choose from: {', '.join(known)}")
    return Security(text)


Email = Annotated[str, AfterValidator(_email)]
Url = Annotated[str, AfterValidator(_url)]
SecurityName = Annotated[Security, BeforeValidator(_security)]


class MailTable(Table):
    """The mail server of the deployment. Its password is in HANDRAIL_MAIL_PASSWORD."""

    host: str = Field(min_length=1, examples=['"smtp.school.example"'])
    port: int = Field(587, ge=1, le=65535, examples=["587"])
    security: SecurityName = Field(Security.STARTTLS, examples=['"starttls"'])
    sender: Email = Field(min_length=1, examples=['"handrail@school.example"'])
    username: str = Field("", examples=['"handrail"'])

    @model_validator(mode="after")
    def _encrypted(self) -> "MailTable":
        if self.security is Security.NONE and self.host not in LOOPBACK:
            cure = 'write security = "starttls" or "tls"'
            raise ValueError(f"{self.host} is another machine; {cure}")
        return self


class PhoneTable(Table):
    """The gateway that rings or texts. The secret that signs is in HANDRAIL_PHONE_SECRET."""

    url: Url = Field(examples=['"https://gateway.example/call"'])


class StoreTable(Table):
    """What an operator accepts of a store that promises less: each loss in its own words."""

    accept: str = Field("", examples=['"the last second may be lost"'])


class WatchTable(Table):
    """What the watch beats as long as all is well: an address that a monitor waits for."""

    heartbeat: Url = Field(examples=['"https://monitor.example/beat/handrail"'])


def _base(text: str) -> str:
    if "?" in text or "#" in text:
        raise ValueError(f'{text!r} says more than a place; write it as in "{PLACE}"')
    return _url(text).rstrip("/")


PLACE = "https://handrail.school.example"


class WebTable(Table):
    """Where people's browsers open records: what one-time links begin with.

    `listen`: where a proxy hands that address over to. Nothing but records is there.
    """

    address: Annotated[str, AfterValidator(_base)] = Field(examples=[f'"{PLACE}"'])
    listen: Listen = Field("127.0.0.1:3080", examples=['"127.0.0.1:3080"'])
