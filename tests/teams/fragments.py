"""Activities that pass, activities with links, and every labelled fragment of media."""

from __future__ import annotations

from typing import Any

from adapters.teams.carrying import CONTENT
from bot.dialogs.card import FormKind
from tests.teams.activities import BOT, Activity, executed, html, in_channel, submitted, typed

SCHEMA = "http://schema.skype.com/"
EMOJI = (
    f'<span title="Bulb" type="(bulb)" class="animated-emoticon-20" itemscope=""><img itemscope="" '
    f'itemtype="{SCHEMA}Emoji" itemid="bulb" '
    'src="https://statics.teams.cdn.office.net/evergreen-assets/emoticons/bulb/20_f.png" '
    'title="Bulb" alt="💡" style="width:20px; height:20px"></span>'
)
REPLY = (
    f'<div>\n<blockquote itemscope="" itemtype="{SCHEMA}Reply" itemid="1600457867820">\n'
    '<strong itemprop="mri" itemid="8:orgid:0de69e5e-2da8-4cf2-821f-5e6585b2c65b">A Person</strong>'
    '<span itemprop="time" itemid="1600457867820"></span>\n'
    '<p itemprop="preview">what was said</p>\n</blockquote>\n<p>and a reply</p>\n</div>'
)
MENTION = f'<div><span itemscope="" itemtype="{SCHEMA}Mention" itemid="0">Handrail</span>&nbsp;'
AMS = "https://uk-api.asm.skype.com/v1/objects/0-uks-d1-aaaaaaaa/views/imgo"
PASTED = "https://smba.trafficmanager.net/uk/v3/attachments/0-uks-d1-aaaaaaaa/views/original"
EMOJI_HOST = "statics.teams.cdn.office.net"
SHARED = "https://school.sharepoint.com/personal/someone/Documents/a.png"
SITE = '<p>it was on <a href="http://chat.example" rel="noreferrer" title="x">chat.example</a></p>'

HARMLESS: dict[str, Activity] = {
    "words": typed(),
    "words without a twin": typed(attachments=None),
    "no attachments": typed(attachments=[]),
    "an empty name and address": typed(
        attachments=[{**html("<p>hello there</p>")[0], "contentUrl": None, "name": ""}]
    ),
    "a formatted message": typed(
        attachments=html("<div><div>So <strong>bold</strong>-<em>italic</em> text.</div>\n</div>")
    ),
    "a paste": typed(
        attachments=html(
            '<div>\r\n<div itemprop="copy-paste-block">\n<div style="font-size:14px;'
            'color:rgb(0, 0, 0)"><strong>bold</strong></div>\n</div>\n</div>'
        )
    ),
    "a list": typed(attachments=html("<ul>\n<li>one</li><li>two<br></li></ul>")),
    "a table": typed(attachments=html('<table><tbody><tr><td colspan="2">x</td></tr></tbody>')),
    "a standard emoji": typed("so 💡", attachments=html(f"<p>so {EMOJI}</p>")),
    "a quoted reply": typed("and a reply", attachments=html(REPLY)),
    "a mention": typed("<at>Handrail</at> hello", attachments=html(f"{MENTION}hello</div>")),
    "a spoken file name": typed("she said IMG_2044.jpg was on the phone"),
    "signs of sums": typed("3 < 4 & 5 > 4", attachments=html("<p>3 &lt; 4 &amp; 5 &gt; 4</p>")),
    "the name of a site": typed("it was on chat.example", attachments=html(SITE)),
    "a number and an address": typed(
        "ring 07700 900123 or a@b.example",
        attachments=html('<p>ring <a href="tel:07700900123">07700 900123</a></p>'),
    ),
    "a mention as an entity": typed(
        entities=[
            {"type": "clientInfo", "locale": "en-GB"},
            {"type": "mention", "mentioned": {"id": BOT, "name": "Handrail"}, "text": "<at>x</at>"},
            {"type": "quotedReply", "quotedReply": {"messageId": "17", "preview": "what was said"}},
        ]
    ),
    "new flags of Teams'": typed(isSomethingNew=True, someNewId="abc-123", newCount=3, empty={}),
    "a press": executed("q.1.0"),
    "a press that is sent as a message": submitted("q.1.0"),
    "a form": executed("q.1.form", "Room 4", FormKind.TEXT),
    "a press in the room": in_channel(submitted("deed.YP-7K3Q.ack")),
}

LINKS: dict[str, Activity] = {
    "a link": typed("see https://site.example/page"),
    "a link in words": typed("see www.site.example/page"),
    "a link in the twin alone": typed(
        "see this", attachments=html('<p>see <a href="https://site.example/page">this</a></p>')
    ),
    "a link in a form": executed("q.1.form", "https://site.example/page", FormKind.TEXT),
}


def twin(content: str) -> Activity:
    """Return what stands beside words in an activity."""
    return {"attachments": html(content)}


def attached(kind: str, **more: Any) -> Activity:
    """Return one attachment."""
    return {"attachments": [{"contentType": kind, **more}]}


FRAGMENTS: dict[str, Activity] = {
    "a pasted image": attached("image/*", contentUrl=PASTED),
    "a concrete image": attached("image/png", contentUrl=PASTED),
    "an image of a type in capitals": attached("IMAGE/PNG"),
    "an image in the twin": twin(f'<p><img itemtype="{SCHEMA}AMSImage" src="{AMS}"></p>'),
    "an image without a type": twin(f'<p><img src="{AMS}"></p>'),
    "a torn image": twin(f'<p>x</p><img src="{AMS}"'),
    "an image in capitals": twin(f'<IMG SRC="{AMS}">'),
    "an image in a comment": twin(f'<!--<img src="{AMS}">-->'),
    "a file": attached(
        "application/vnd.microsoft.teams.file.download.info",
        contentUrl=SHARED,
        name="a.png",
        content={"downloadUrl": SHARED, "uniqueId": "1150D938", "fileType": "png"},
    ),
    "a file without addresses": attached(
        "application/vnd.microsoft.teams.file.download.info",
        contentUrl="",
        name="a.png",
        content={"downloadUrl": "", "uniqueId": "", "fileType": "png"},
    ),
    "a film": twin(f'<p><video itemtype="{SCHEMA}AMSVideo" src="{AMS}"></video></p>'),
    "a voice note": twin(f'<div><span itemtype="{SCHEMA}InputExtension"></span></div>'),
    "speech": attached("application/vnd.microsoft.card.audio", content='{"duration":"PT13S"}'),
    "speech of tomorrow": attached("application/vnd.microsoft.activity.voice+json"),
    "a moving picture": twin(
        f'<readonly itemtype="{SCHEMA}Giphy"><img src="https://media4.giphy.com/a"></readonly>'
    ),
    "a sticker": twin(
        f'<img itemtype="{SCHEMA}Sticker" src="https://eu.asyncgw.teams.microsoft.com/v1/a">'
    ),
    "an emoji of the school's own": twin(f'<img itemtype="{SCHEMA}Emoji" src="{AMS}">'),
    "an emoji of nearly the right host": twin(
        f'<img itemtype="{SCHEMA}Emoji" src="https://statics.teams.cdn.office.net.example/a.png">'
    ),
    "an emoji by way of a name": twin(
        f'<img itemtype="{SCHEMA}Emoji" src="https://statics.teams.cdn.office.net@evil.example/">'
    ),
    "an emoji with a second source": twin(
        f'<img itemtype="{SCHEMA}Emoji" src="https://{EMOJI_HOST}/a" srcset="{AMS}">'
    ),
    "an emoji with its source twice": twin(
        f'<img itemtype="{SCHEMA}Emoji" src="https://{EMOJI_HOST}/a" src="{AMS}">'
    ),
    "an emoji with its source twice, the right one last": twin(
        f'<img itemtype="{SCHEMA}Emoji" src="{AMS}" src="https://{EMOJI_HOST}/a">'
    ),
    "a picture at the emoji's host": twin(f'<img src="https://{EMOJI_HOST}/a.png">'),
    "a torn frame": twin('<p>x</p><iframe src="https://a'),
    "media in a quoted reply": twin(
        f'<blockquote itemtype="{SCHEMA}Reply"><p itemprop="preview"><img src="{AMS}"></p>'
    ),
    "a forward": twin(f'<blockquote itemtype="{SCHEMA}Forward"><p>x</p></blockquote>'),
    "a forwarded message": attached("forwardedMessageReference", content="{}"),
    "a message that is referred to": attached("messageReference", content="{}"),
    "a Loop": twin(f'<span itemtype="{SCHEMA}FluidEmbedCard" itemid="01234567"></span>'),
    "a Loop's card": attached("application/vnd.microsoft.card.fluidEmbedCard", content="x"),
    "a card": attached("application/vnd.microsoft.card.adaptive", content={"type": "AdaptiveCard"}),
    "an attachment's mark": twin('<attachment id="5e32f195"></attachment>'),
    "a background": twin(f'<p style="background:url({AMS})">x</p>'),
    "a hidden background": twin('<p style="background:\\75rl(x)">x</p>'),
    "a drawing": twin("<svg><circle r='5'/></svg>"),
    "a frame": twin('<iframe src="https://a.example"></iframe>'),
    "an object": twin('<object data="https://a.example"></object>'),
    "an address for Skype": twin('<URIObject type="Picture.1" uri="x">x</URIObject>'),
    "a script": twin("<script>x</script>"),
    "a twin with a name": {"attachments": [{**html("<p>x</p>")[0], "name": "a.png"}]},
    "a twin with an address": {"attachments": [{**html("<p>x</p>")[0], "contentUrl": AMS}]},
    "a twin with more to it": {"attachments": [{**html("<p>x</p>")[0], "extra": {"a": 1}}]},
    "a twin that is no text": {"attachments": [{"contentType": "text/html", "content": {"a": 1}}]},
    "a twin without a type": {"attachments": [{"content": "<p>x</p>"}]},
    "attachments that are no list": {"attachments": {"contentType": "image/png"}},
    "an attachment that is no object": {"attachments": ["image/png"]},
    "attachments by another name": {"Attachments": [{"contentType": "image/png"}]},
    "a link to a file": {"text": "see https://school.sharepoint.com/:i:/g/personal/a"},
    "a link to a picture": {"text": "https://site.example/one.JPG?x=1"},
    "a link to OneDrive": {"text": "1drv.ms/i/s!Aaaaaa"},
    "a link to a file in the twin": twin(f'<p><a href="{SHARED}">this</a></p>'),
    "a data address": {"text": "look data:image/png;base64,iVBORw0KGgoAAAANSUhEUg"},
    "a data address in the summary": {"summary": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg"},
    "a picture in letters": {"text": "/9j/4AAQSkZJRgABAQAAAQABAAD"},
    "a picture in broken letters": {"text": "iVBO Rw0K GgoA AAAN SUhE UgAA"},
    "markup": {"text": "so ![x](there)"},
    "a tag": {"text": "so <img src=x>"},
    "an address of content": {"contentUrl": PASTED},
    "an address to download": {"downloadUrl": SHARED},
    "an upload": {"uploadInfo": {"contentUrl": SHARED, "name": "a.png"}},
    "a message of an extension": {"messagePayload": {"body": {"content": "<img>"}}},
    "a thumb": {"thumbnailUrl": "https://site.example/t"},
    "bytes": {"contentBytes": "AAAA"},
    "hosted contents": {"hostedContents": [{"@odata.type": "x"}]},
    "an image": {"image": "x"},
    "images": {"images": [{"url": "x"}]},
    "something of an unknown shape": {"whatever": {"a": "b"}},
    "something of an unknown list": {"whatever": ["b c"]},
    "words under an unknown key": {"alternative": "a picture of a child"},
}

IN_A_FORM: dict[str, str] = {
    "a data address": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUg",
    "a tag": '<img src="x">',
    "JSON with an address": '{"contentUrl": "https://site.example/a"}',
    "a list with an address": '["https://site.example/a.png"]',
    "a picture in letters": "/9j/4AAQSkZJRgABAQAAAQABAAD",
    "a link to a file": SHARED,
}


def filled_with(text: str) -> Activity:
    """Return a form that was handed in."""
    found = executed("q.1.form", "x", FormKind.TEXT)
    found["value"]["action"]["data"][CONTENT] = text
    return found
