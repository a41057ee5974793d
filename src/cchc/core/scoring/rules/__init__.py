"""Scoring rules: *expression → shape → modifiers*, read from one line of text, applied exactly, every loss named.

A rule reads like the circular it comes from::

    ratio done / total; zero below 80%; when total = 0: not applicable
    tiers inspected / units { >= 30% = full, 20%..<30% = 50%, < 20% = zero }
    tiers late(issued, 31/12 last year) { <= 0 = 1, > 0 = 0.5 as late }; when none(issued): -1 as not_done
    choose level { "Xuất sắc" = full, "Tốt" = 75%, "Hoàn thành" = 50% }; times done / total
    each { ministry = 1, province = 0.5 }; cap 2
    steps population { from 3500 = 10, every 100 = 0.5 }; cap 35
    deduct { late = 0.25 as late, missing = 0.5 as not_done }; floor 0
    all of unfinished = 0, funded
    best of { choose award { … } | each { … } }
    expert score because reason
    relative rate to best; lower is better; among rate, rate_last_year
    points if(total > 10, 2, done * 0.2); cap 2

A worth is points (``0.5``), a share of the maximum (``75%``), ``full`` or ``zero``; negative where written so.
"""
