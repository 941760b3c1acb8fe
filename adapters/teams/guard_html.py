"""The twin of a message in HTML: only words, marks on words, and Teams' own emoji pass."""

# Rule 1: a real parser walks it, and what the parser does not see as a tag must not look like one.
# Rule 2: a picture that somebody added to the organisation's emoji says that it is an emoji; only
#         the host of the standard ones tells them apart.

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from adapters.chat.guard_words import Verdict
from adapters.teams.guard_tables import ATTRIBUTES, FUNCTIONS, MEDIA_SOUNDING, SCHEMAS, TAGS, TOKEN
from adapters.teams.guard_text import is_site_alone, judge_text

__all__ = ["judge_html"]

LARGEST = 200_000
EMOJI = "http://schema.skype.com/Emoji"
EMOJI_HOST = "statics.teams.cdn.office.net"
TAG_LIKE = re.compile(r"<\s{0,100}[A-Za-z!/?]")
CALLED = re.compile(r"([A-Za-z\-]{0,40})\s{0,5}\(")
ODD_STYLE = re.compile(r"[\\@]|/\*|javascript", re.IGNORECASE)
HARMLESS_LINK = re.compile(r"(?:mailto:|tel:)[^\s/]{1,200}", re.IGNORECASE)

Attributes = dict[str, str]


def judge_html(content: str) -> Verdict:
    """Return what the twin of a message holds."""
    if len(content) > LARGEST:
        return Verdict.MEDIA
    reader = _Reader()
    reader.feed(content)
    reader.close()
    if reader.rawdata or reader.tags != len(TAG_LIKE.findall(content)):
        return Verdict.MEDIA
    return max(reader.verdict, judge_text(reader.words))


class _Reader(HTMLParser):
    """Walks the twin; counts tags, gathers words, keeps the worst that it found."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.verdict = Verdict.OK
        self.tags = 0
        self._said: list[str] = []
        self._links: list[tuple[str, int]] = []

    @property
    def words(self) -> str:
        return "".join(self._said)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        told = {name: value or "" for name, value in attrs}
        self._found(_tag(tag, told, len(attrs)))
        self._said.append(" ")
        if tag == "a" and told.get("href"):
            self._links.append((told["href"], len(self._said)))

    def handle_endtag(self, tag: str) -> None:
        self.tags += 1
        if tag == "a" and self._links:
            address, begun = self._links.pop()
            self._found(_link(address, "".join(self._said[begun:])))
        self._said.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self._said.append(data)

    def handle_comment(self, data: str) -> None:
        del data
        self._found(Verdict.MEDIA)

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def close(self) -> None:
        super().close()
        for address, _ in self._links:
            self._found(_link(address, ""))

    def _found(self, verdict: Verdict) -> None:
        self.verdict = max(self.verdict, verdict)


def _tag(tag: str, told: Attributes, many: int) -> Verdict:
    """Judge one element. An attribute that stands there twice is odd."""
    if tag not in TAGS or len(told) != many:
        return Verdict.MEDIA
    if tag == "img" and not _is_emoji(told):
        return Verdict.MEDIA
    if told.get("itemtype", "") not in {"", *SCHEMAS}:
        return Verdict.MEDIA
    if all(_may_stand(tag, name, value) for name, value in told.items()):
        return Verdict.OK
    return Verdict.MEDIA


def _may_stand(tag: str, name: str, value: str) -> bool:
    if name == "style":
        return _is_plain_style(value)
    if name == "src":
        return tag == "img"  # it is a standard emoji, or has been refused
    if name == "href":
        return tag == "a"
    if name in ATTRIBUTES:
        return judge_text(value) is not Verdict.MEDIA
    known = name.startswith(("data-", "aria-"))
    return known and MEDIA_SOUNDING.search(name) is None and TOKEN.fullmatch(value) is not None


def _is_emoji(told: Attributes) -> bool:
    address = urlsplit(told.get("src", ""))
    at_home = (address.scheme, address.netloc) == ("https", EMOJI_HOST)
    return at_home and told.get("itemtype") == EMOJI


def _is_plain_style(value: str) -> bool:
    called = {found[1].lower() for found in CALLED.finditer(value)}
    return called <= FUNCTIONS and ODD_STYLE.search(value) is None


def _link(address: str, label: str) -> Verdict:
    """Judge a link. A number, an e-mail address and the name of a site are words."""
    if HARMLESS_LINK.fullmatch(address) or is_site_alone(address, label):
        return Verdict.OK
    return max(Verdict.LINK, judge_text(address))
