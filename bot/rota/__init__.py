"""Who has it: the rota as data, and who is on duty at any instant. Pure: no clock, no I/O."""
