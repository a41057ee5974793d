"""A unit scores itself: its sheet, the documents behind its points, and handing it in."""
