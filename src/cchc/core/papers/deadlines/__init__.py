"""Deadlines: `deadline.deadline` reads the wordings of plans; `holidays` knows the working days, `windows` when a
phase is open, `reminders` the days on which people are reminded."""
