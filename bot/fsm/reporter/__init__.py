"""The reporter's dialog: what is asked, repaired, shown to check, and confirmed.

Read `turn` first, what comes of one input, and `talk`, what is kept while it is worked out. Then
`repairing` (the words that work in every state), `receipts` and `numbers` (what the reporter gets
to keep, and whom to ring), `not_found` (a number of a case that leads nowhere). What is asked is in
`bot/dialogs/scripts/`; a reporter who says no more is in `bot/fsm/alert/silence.py`.
"""
