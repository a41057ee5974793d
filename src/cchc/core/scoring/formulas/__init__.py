"""Formulas over declared figures: a small grammar, read without ever running code, exact to a fraction.

A formula is arithmetic (``done / total``), comparison (``unfinished = 0 and funded``) and eight functions::

    min(a, b)  max(a, b)  abs(a)  floor(a)  if(condition, a, b)
    mean(full: 100%, half: 50%, none: 0%)   answers weighted by their worth, over all answers
    late(signed, 10/01 next year, extra)    days after a deadline of the cycle, negative when early
    none(signed)                            declared as "there is none"
"""
