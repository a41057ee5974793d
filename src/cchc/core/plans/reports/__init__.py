"""Periodic reports: frames as data, and what their figures are for a unit and for the whole.

`document` has the texts of a frame with their places; `reading` turns them into a `frame.ReportFrame` or into every
fault at once, `content` into one canonical text with its hash. `formulas` reads what a row is worked out from,
`figures` works it out; `comparing` says what differs between two versions.
"""
