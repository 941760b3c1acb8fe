"""What people press first and type, in any chat."""

from __future__ import annotations

DANGER = ("Danger now, needs 999", "Talk of self-harm, adult with them")
TAKES = ("Coming to you", "Ringing you now", "I have it")
TYPED = (
    "Roompal 4",
    "tomorrow 10:15",
    "14",
    "Zebedee Quill",
    "yes",
    "not known",
    "see https://x.example/1",
)
