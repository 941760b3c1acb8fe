"""The sheets of rostered people: what keeps one closed, and what an answer changes.

Read `gates` first, the table of what has to come before; then `working` (what an answer changes)
and `signing`. Sheets with rules of their own: `corrections`, `checklist`, `requests`, `destroying`.
What is shown: `cards`, `ring` (whom to ring now), `prefill` and `offering` (what may be the
answer). The questions themselves are in `bot/dialogs/sheets/`.
"""
