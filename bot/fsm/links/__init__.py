"""Linked cases, two reports of one incident: what they share, and how a link is undone.

Read `sharing` first, then `undoing`. What a case keeps of the other is in `bot/fsm/linked.py`, the
presses that link and unlink are in `bot/fsm/desk/linking.py`.
"""
