"""The other side of each way beside the chat, for real, in this process: it keeps what it takes."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum, auto
from pathlib import Path
from typing import Any

from aiohttp import web
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.phone.signing import HEADER, verify

SECRET = "a secret that only the gateway and we know"
HERE = "127.0.0.1"


class Mood(Enum):
    """How the other side answers."""

    WELL = auto()
    BUSY = auto()
    NOBODY = auto()
    REFUSES = auto()
    MUTE = auto()


@dataclass(frozen=True)
class Taken:
    """One call as it arrived."""

    address: str
    text: str
    key: str


@dataclass
class Receiver:
    """What arrived, and how the next is answered. `raw` is all of it, as it came."""

    mood: Mood = Mood.WELL
    taken: list[Taken] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    port: int = 0


class MailBox(Receiver):
    """A mail server's side: what aiosmtpd asks at each step."""

    async def handle_RCPT(  # noqa: N802  named by aiosmtpd
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.mood is Mood.NOBODY:
            return "550 no such mailbox"
        if self.mood is Mood.BUSY:
            return "451 try again later"
        if self.mood is Mood.MUTE:
            await asyncio.Event().wait()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  named by aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.mood is Mood.REFUSES:
            return "554 not such a message"
        content = envelope.content
        assert isinstance(content, bytes)
        mail = content.decode()
        head, _, body = mail.partition("\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines())
        key = fields["Message-ID"].strip("<>").partition("@")[0]
        assert fields["Subject"] in body
        self.raw.append(mail)
        self.taken.append(Taken(envelope.rcpt_tos[0], fields["Subject"], key))
        return "250 taken"


@asynccontextmanager
async def mail_box(**options: Any) -> AsyncIterator[MailBox]:
    """Give a mail server on this machine. `options` are those of aiosmtpd's own server."""
    box, loop = MailBox(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, loop=loop, **options), HERE, 0)
    box.port = server.sockets[0].getsockname()[1]
    try:
        yield box
    finally:
        server.close()


STATUS = {Mood.WELL: 202, Mood.BUSY: 503, Mood.NOBODY: 410, Mood.REFUSES: 400}


@asynccontextmanager
async def gateway() -> AsyncIterator[Receiver]:
    """Give a phone gateway on this machine; it takes what is signed, and each key once."""
    receiver = Receiver()

    async def ring(request: web.Request) -> web.Response:
        body = await request.read()
        verify(SECRET, request.headers[HEADER], body, datetime.now(UTC))
        asked = json.loads(body)
        assert request.headers["Idempotency-Key"] == asked["key"]
        if receiver.mood is Mood.MUTE:
            await asyncio.Event().wait()
        if receiver.mood is Mood.WELL:
            receiver.raw.append(body.decode())
            receiver.taken.append(Taken(asked["to"], asked["say"], asked["key"]))
        return web.Response(status=STATUS[receiver.mood])

    app = web.Application()
    app.router.add_post("/call", ring)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, HERE, 0).start()
    receiver.port = runner.addresses[0][1]
    try:
        yield receiver
    finally:
        await runner.cleanup()


def certificate(folder: Path) -> Callable[[], tuple[ssl.SSLContext, ssl.SSLContext]]:
    """Return how to make the two ends' TLS: a certificate for this machine, and trust in it."""

    def both() -> tuple[ssl.SSLContext, ssl.SSLContext]:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(key, hashes.SHA256())
        )
        public, private = folder / "cert.pem", folder / "key.pem"
        public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        private.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(public, private)
        return server, ssl.create_default_context(cafile=str(public))

    return both


def lets_in(username: str, password: str) -> Callable[..., AuthResult]:
    """Return an authenticator of aiosmtpd that knows one person."""

    def check(
        _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any
    ) -> AuthResult:
        known = (data.login, data.password) == (username.encode(), password.encode())
        return AuthResult(success=known, handled=False)

    return check
