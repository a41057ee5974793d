"""Small charts made on the server as SVG: the points bar, the year strip, the rank line, the sparkline, the timeline.

Pure functions of frozen values. Colours come from CSS classes, losses are told apart by hatch as well as by
colour, and every picture says its numbers in a title for those who do not see it. The hatches stand once per
page (`ui/patterns.html`).
"""
