"""The ways beside the chat, put together from the settings: only this file knows them all."""

# Rule: half a configuration starts nothing; a secret is named, never shown.

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

from adapters.environment import CannotStart, Environment
from adapters.mail.smtp import MailServer, SmtpMail
from adapters.phone.webhook import Webhook
from bot.calls import Caller
from bot.fsm.school import Way
from bot.ports import Clock
from bot.settings.reading import Settings
from bot.settings.ways import MAIL_PASSWORD, PHONE_SECRET

__all__ = ["missing", "open_callers"]

LEAST = 16
"""The shortest secret that signs: characters. Ours."""


def missing(environment: Environment, settings: Settings) -> Iterator[str]:
    """Yield what the environment must hold for the configured ways, and does not."""
    mail = settings.mail
    if mail is not None and mail.username and not environment.mail_password:
        yield (
            f"[mail] has username = {mail.username!r} and no password; "
            f"set {MAIL_PASSWORD}, or leave username out"
        )
    if settings.phone is not None and len(environment.phone_secret) < LEAST:
        yield (
            f"[phone] has no secret to sign with; set {PHONE_SECRET} to {LEAST} characters or "
            "more, and give the gateway the same"
        )


@asynccontextmanager
async def open_callers(
    environment: Environment, settings: Settings, clock: Clock
) -> AsyncIterator[Mapping[Way, Caller]]:
    """Give a caller for each configured way while the block runs.

    Raises:
        CannotStart: a password or a secret is missing.
    """
    if lacking := list(missing(environment, settings)):
        raise CannotStart("\n".join(lacking))
    callers: dict[Way, Caller] = {}
    async with AsyncExitStack() as stack:
        if (mail := settings.mail) is not None:
            server = MailServer(
                host=mail.host,
                port=mail.port,
                security=mail.security,
                sender=mail.sender,
                username=mail.username,
                password=environment.mail_password,
            )
            callers[Way.MAIL] = SmtpMail(server, clock)
        if settings.phone is not None:
            webhook = Webhook(settings.phone.url, environment.phone_secret, clock)
            callers[Way.PHONE] = await stack.enter_async_context(webhook)
        yield callers
