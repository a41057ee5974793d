"""Small charts made on the server as SVG: the points bar, the year strip, the rank line, the sparkline, the timeline.

Pure functions of frozen values. Colours come from CSS classes, losses differ by hatch as well as by colour, and the
title of every picture tells its numbers to readers who do not see it. The hatches stand once per page
(`ui/patterns.html`).
"""
