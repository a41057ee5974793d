"""Fieldwork: who asks whom, what went out and came back, on paper, online and offline; back-checks."""
