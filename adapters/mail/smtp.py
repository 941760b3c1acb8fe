"""E-mail by SMTP, to call somebody to their chat."""

# Rule 1: nothing goes out unencrypted, except to this very machine.
# Rule 2: a login that is refused is tried again: the mail is not at fault, and must not be lost.
# Rule 3: the message's id is made from its key: a mail that was sent twice is one in most boxes.

import asyncio
import ssl
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import NoReturn

import aiosmtplib
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from adapters.encrypted import client_context
from bot.dialogs.words import words
from bot.ports import Clock, OurBug, Reroute, Retry
from bot.settings.ways import Security

__all__ = ["LATER", "LONGEST", "MailServer", "SmtpMail"]

LONGEST = timedelta(seconds=8)
"""How long one attempt may take in all."""

LATER = timedelta(minutes=1)
"""When a login that was refused is tried again."""

PERMANENT = 500


@dataclass(frozen=True, slots=True)
class MailServer:
    """Whom mail is handed to. `trust` stands in for the system's certificates."""

    host: str
    port: int
    security: Security
    sender: str
    username: str = ""
    password: str = field(default="", repr=False)
    trust: ssl.SSLContext | None = None


class SmtpMail:
    """Hands calls to one mail server, each over a connection of its own."""

    def __init__(self, server: MailServer, clock: Clock) -> None:
        """Connect when there is something to send."""
        self._server = server
        self._clock = clock

    async def call(self, school: str, address: str, text: str, *, key: str) -> None:
        """Send `text` to an e-mail address, as its subject and its body.

        Raises:
            Retry: the server is away, busy, or does not let us in.
            Reroute: the server knows no such address.
            OurBug: it refuses the sender or the message.
        """
        del school
        try:
            async with asyncio.timeout(LONGEST.total_seconds()):
                await self._send(self._mail(address, text, key))
        except SMTPRecipientsRefused as refused:
            _refused(refused.recipients[0].code, refused)
        except (SMTPAuthenticationError, SMTPNotSupported, ssl.SSLError) as wrong:
            raise Retry(f"the mail server does not let us in ({_kind(wrong)})", LATER) from wrong
        except SMTPResponseException as answer:
            if answer.code < PERMANENT:
                raise Retry(f"the mail server is busy ({answer.code})") from answer
            raise OurBug(f"the mail server refuses the message ({answer.code})") from answer
        except (SMTPException, OSError, TimeoutError) as wrong:
            why = f"no answer from the mail server ({_kind(wrong)})"
            raise Retry(why, unknown=True) from wrong

    async def _send(self, mail: EmailMessage) -> None:
        server = self._server
        await aiosmtplib.send(
            mail,
            hostname=server.host,
            port=server.port,
            username=server.username or None,
            password=server.password or None,
            use_tls=server.security is Security.TLS,
            start_tls=server.security is Security.STARTTLS,
            tls_context=server.trust or client_context(),
            timeout=LONGEST.total_seconds(),
        )

    def _mail(self, address: str, text: str, key: str) -> EmailMessage:
        sender = self._server.sender
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, address, text
        mail["Date"] = format_datetime(self._clock.machine())
        mail["Message-ID"] = f"<{key}@{sender.rpartition('@')[2]}>"
        mail["Importance"] = "high"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence note answers it
        mail.set_content(f"{text}\n\n{words().foot}\n")
        return mail


def _refused(code: int, refused: SMTPException) -> NoReturn:
    """Raise what a refused address means: full for now, or nobody's."""
    if code < PERMANENT:
        raise Retry(f"the mail server cannot take it for this address now ({code})") from refused
    raise Reroute(f"the mail server takes nothing for this address ({code})") from refused


def _kind(wrong: Exception) -> str:
    """Return the class of a failure: its text may hold an address."""
    return type(wrong).__name__
