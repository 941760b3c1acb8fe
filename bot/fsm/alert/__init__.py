"""The alert and its ladder: who is paged, who takes it, what the reporter hears meanwhile.

Read `ladder` first, the table of levels. Then `rungs` and `duty` (who stands on it for a case, and
when that changes), `alerted` and `raising` (when one goes out and climbs), `reaching` (whether it
arrived), `shown` (what an older one says then), `ownership` (who takes it or steps aside),
`calling` (e-mail and phone beside the chat), `silence` (a reporter who says no more). The words are
in `cards` and `telling`.
"""
