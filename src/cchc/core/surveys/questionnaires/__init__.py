"""Questionnaires: what people are asked, and what an answer to it may be.

`document` has the texts of a file with their places; `reading` turns them into a `values.QuestionSet` or into every
fault at once, `content` into one canonical text with its hash. `conditions` says what is asked of whom, `reach` what is
asked of nobody; `answers` reads what was answered, `comparing` says what differs between two versions.
"""
