"""What Teams is known to send with words: keys, tags, attributes. All else is media."""

# Rule 1: allow-lists. A key, tag or attribute that Teams adds tomorrow is refused until it is read
#         and listed here; only a bare flag, number or id-like word under an unknown key passes.
# Rule 2: names are compared in small letters; the ones of an activity itself exactly as Teams
#         writes them: `Attachments` is nothing that Teams sends.

import re

__all__ = [
    "ACTIVITY",
    "ATTRIBUTES",
    "CONTAINERS",
    "FUNCTIONS",
    "HOSTED",
    "IDS",
    "ID_LIKE",
    "LABELS",
    "MEDIA_SOUNDING",
    "PLAIN",
    "SCHEMAS",
    "TAGS",
    "TEXTS",
    "TOKEN",
    "TWIN",
]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


ACTIVITY = _names(
    "type id timestamp localTimestamp localTimezone serviceUrl channelId from conversation "
    "recipient textFormat text attachments entities channelData locale value valueType replyToId "
    "name action summary importance inputHint attachmentLayout membersAdded membersRemoved "
    "reactionsAdded reactionsRemoved topicName historyDisclosed legacy callerId deliveryMode "
    "expiration code label relatesTo suggestedActions semanticAction speak listenFor "
    "textHighlights rawTimestamp"
)
"""The names of an activity's own keys, as Teams writes them."""

CONTAINERS = _names(
    "activity from conversation recipient entities channeldata value action data handrail tenant "
    "channel team settings selectedchannel source legacy meeting mentioned quotedreply notification"
)
"""Keys whose objects and lists are walked. What is attached has a rule of its own."""

TEXTS = _names("text summary content preview topicname label speak value title subject")
"""Keys that hold words that somebody wrote or picked."""

LABELS = _names(
    "type channelid name textformat locale valuetype action conversationtype role country platform "
    "timezone localtimezone trigger verb sendername userprincipalname email school form event "
    "eventtype picked importance inputhint attachmentlayout tenantid tenant channeltype serviceurl"
)
"""Keys that hold a name or a word of Teams' own: checked for files, not for links."""

IDS = _names(
    "id aadobjectid replytoid itemid messageid senderid aadgroupid clientactivityid teamschannelid "
    "teamsteamid timestamp localtimestamp rawtimestamp time callerid"
)
"""Keys that hold an id or a time: long, and nothing that is read as words."""

ID_LIKE = re.compile(r"[A-Za-z0-9_\-:+@.;=|]{0,300}")
TOKEN = re.compile(r"[A-Za-z0-9_\-:+@.]{0,40}")
"""A flag's word or an id: nothing that could be read or looked at."""

PLAIN = re.compile(r"[a-z0-9_\-]{0,60}|[A-Za-z]{0,7}")
"""One short word or number: too plain to be a file in letters, its name or an address."""

MEDIA_SOUNDING = re.compile(
    r"file|thumb|image|img|photo|picture|video|audio|voice|clip|media|mime|canvas|transcri|download"
    r"|upload|html|attach|gif|pdf|svg|base64|bytes|poster|hero|carousel|scan|sticker|duration|track"
    r"|record|hostedcontent|messagepayload|contenturl|fluid|loop|forward|card$",
    re.IGNORECASE,
)
"""A key or type that sounds like a file or what is made from one."""

HOSTED = re.compile(
    r"(?:sharepoint\.com|1drv\.ms|onedrive\.live\.com|onedrive\.com|\.svc\.ms|asm\.skype\.com"
    r"|asyncgw\.teams\.microsoft\.com|giphy\.com|tenor\.com|imgur\.com|dropbox\.com|icloud\.com"
    r"|drive\.google\.com|photos\.google\.com|photos\.app\.goo\.gl|googleusercontent\.com"
    r"|wetransfer\.com|we\.tl)(?::\d{1,5})?/|hostedcontents|/v3/attachments/|/v1/objects/",
    re.IGNORECASE,
)
"""Where files and pictures are kept."""

TWIN = _names("contenttype content contenturl thumbnailurl name")
"""The keys of the one attachment that may come with words; the last three are empty."""

TAGS = _names(
    "div span p br hr b strong i em u s strike del ins sub sup small mark font blockquote pre code "
    "codeblock ul ol li table thead tbody tfoot tr td th colgroup col h1 h2 h3 h4 h5 h6 a at img"
)
"""What words are marked up with. `img` is a standard emoji, or it is refused."""

ATTRIBUTES = _names(
    "class id title alt type itemtype itemid itemprop itemscope dir lang width height rel target "
    "start colspan rowspan face size color align valign role contenteditable tabindex border "
    "cellspacing cellpadding spellcheck aria-label aria-hidden"
)
"""Attributes that hold a label. `href`, `src` and `style` have rules of their own."""

SCHEMAS = frozenset(
    f"http://schema.skype.com/{each}" for each in ("Emoji", "Mention", "Reply", "CodeBlockEditor")
)
"""What an element may say that it is."""

FUNCTIONS = frozenset({"rgb", "rgba", "hsl", "hsla", "calc", "var"})
"""What a style may call."""
