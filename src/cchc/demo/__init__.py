"""The demonstration: a made-up province of the two-tier era, loaded through the actions of the rooms.

Nothing here is about a real province but the second example, Quảng Bình 2023, whose totals were published. The units
stand in two tables beside this file, the criteria in `content/`, the published example in `examples/`; scores are drawn
from a generator whose seeds are names and years, so that every loading gives the same figures.
"""
