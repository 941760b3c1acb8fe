"""The clocks of a case after it is owned: what falls due when, and who is nudged about it.

Read `table` first, a row for each clock, and `clock` for what one is. Then the rows' own rules:
`agencies`, `children`, `deciding`. `nudging` sets them after each step and gives the nudge;
`school` has the nudges that are about no case.
"""
