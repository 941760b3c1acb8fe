"""Everything that can fail: stores, platforms, and the programs that wire them together."""
