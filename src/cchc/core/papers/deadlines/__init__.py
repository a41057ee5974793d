"""Deadlines of administrative plans: `deadline.deadline` reads their wording; `holidays` knows the working days."""
