"""From a criteria set to a rank: formulas, rules, criteria, checks, the index."""
