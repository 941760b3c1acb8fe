"""Who may do what and see what, and who is off a case: recusal, and the way round the team.

Read `rights` first, the one table. Then `readers` (who may read and take a case), `off` (whom
nothing of it reaches), `naming` (whether somebody is named in what was typed) and `around` (where
a concern goes that cannot go to the team).
"""
