"""The no-imagery proof: facts that are checked when it is asked for, signed and dated."""
