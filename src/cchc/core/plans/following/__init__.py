"""How a plan in force is followed: the periods of its measures, the states of the work, what they come to."""
