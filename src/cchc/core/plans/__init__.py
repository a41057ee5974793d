"""Plans: what they say as values, deadlines and gaps as types, and what is to be looked at in them."""
