"""What the `handrail` commands do, one module for each kind; `adapters/cli.py` describes them."""
