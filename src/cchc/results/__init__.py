"""Scores per unit and leaf, index runs, rankings and unit pages."""
