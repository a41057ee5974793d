"""One statement counts answers: the database of the product, SQLite, DuckDB and Python give the same digits."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc.core.surveys.estimating.counted import CountedRows, counts_of_rows
from cchc.core.surveys.estimating.questions import CountingPlan
from cchc.core.surveys.estimating.statement import statement
from cchc.surveys.exchange import microdata, numbered_people
from cchc.surveys.exchange.asking import AskedOfFile
from cchc.surveys.exchange.microdata import count_large
from cchc.surveys.exchange.small_tables import count_table
from tests.surveys.drawn_answers import ANSWERS, PLAN, WHO, Drawn, counted_by_hand, drawn_responses

COLUMNS = (*WHO, *ANSWERS, "wanted")
DOMAIN = replace(PLAN, is_domain=True)
HEADINGS = {column: f"Cột {column}" for column in (*WHO, *ANSWERS)}


def values_of(responses: list[Drawn]) -> list[tuple[str | None, ...]]:
    """The rows of the relation: a missing answer is NULL."""
    return [
        (*(one[name] for name in WHO), *(one[name] or None for name in (*ANSWERS, "wanted")))
        for one in responses
    ]


def counted_by_sqlite(plan: CountingPlan, responses: list[Drawn]):
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"CREATE TABLE answers ({', '.join(COLUMNS)})")
        database.executemany(
            f"INSERT INTO answers VALUES ({', '.join('?' * len(COLUMNS))})", values_of(responses)
        )
        return counts_of_rows(plan, CountedRows.of(plan, database.execute(statement(plan)).fetchall()))


def counted_by_duckdb(plan: CountingPlan, responses: list[Drawn]):
    with closing(duckdb.connect()) as database:
        database.execute(f"CREATE TABLE answers ({', '.join(f'{name} VARCHAR' for name in COLUMNS)})")
        database.executemany(
            f"INSERT INTO answers VALUES ({', '.join('?' * len(COLUMNS))})", values_of(responses)
        )
        return counts_of_rows(plan, CountedRows.of(plan, database.execute(statement(plan)).fetchall()))


def counted_by_the_product(plan: CountingPlan, responses: list[Drawn]):
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE answers ({', '.join(f'{name} varchar' for name in COLUMNS)})")
        try:
            cursor.executemany(
                f"INSERT INTO answers VALUES ({', '.join(['%s'] * len(COLUMNS))})", values_of(responses)
            )
            cursor.execute(statement(plan))
            return counts_of_rows(plan, CountedRows.of(plan, cursor.fetchall()))
        finally:
            cursor.execute("DROP TABLE answers")


with_wanted = st.lists(st.sampled_from(["", "1"]), min_size=40, max_size=40)


@pytest.mark.django_db
@given(responses=drawn_responses, wanted=with_wanted)
@settings(deadline=None, max_examples=60)
def test_every_engine_counts_what_python_counts(responses, wanted):
    for response, one in zip(responses, wanted, strict=False):
        response["wanted"] = one
    for plan in (PLAN, DOMAIN):
        by_hand = counted_by_hand(plan, responses).digest()
        assert counted_by_sqlite(plan, responses).digest() == by_hand
        assert counted_by_duckdb(plan, responses).digest() == by_hand
        assert counted_by_the_product(plan, responses).digest() == by_hand


@given(responses=drawn_responses)
@settings(deadline=None, max_examples=25)
def test_a_file_is_counted_alike_as_text_and_as_parquet(responses):
    asked = AskedOfFile(PLAN, HEADINGS)
    by_hand = counted_by_hand(PLAN, responses).digest()
    with TemporaryDirectory() as folder:
        text, parquet = Path(folder, "phieu.csv"), Path(folder, "phieu.parquet")
        with text.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(HEADINGS.values())
            writer.writerows([[one[name] for name in HEADINGS] for one in responses])
        whole = ", ".join(f'TRY_CAST("Cột {name}" AS TINYINT) AS "Cột {name}"' for name in ("q1", "q2", "q3"))
        duckdb.execute(
            f"COPY (SELECT * REPLACE ({whole}) FROM read_csv('{text}', all_varchar = true)) TO '{parquet}'"
        )
        assert counts_of_rows(PLAN, count_table(text, text.name, asked).rows()).digest() == by_hand
        assert counts_of_rows(PLAN, count_large(text, text.name, asked).rows()).digest() == by_hand
        assert counts_of_rows(PLAN, count_large(parquet, parquet.name, asked).rows()).digest() == by_hand
        for most in (0, 400):  # the file is read anew for each question, and for a few at once
            with pytest.MonkeyPatch.context() as smaller:
                smaller.setattr(microdata, "MOST_HELD", most)
                smaller.setattr(numbered_people, "MOST_NUMBERS", 4)  # who answered takes several numbers
                again = count_large(parquet, parquet.name, asked)
            assert counts_of_rows(PLAN, again.rows()).digest() == by_hand
