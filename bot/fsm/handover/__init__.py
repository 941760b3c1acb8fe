"""Hand-over: a change of duty offers a case to others, and only who takes it has it.

Read `offering` first; `cards` has the words, `post` what the channel reads as duty changes.
"""
