"""The counting statement under Spark SQL on one machine gives the counts of DuckDB and of Python; by `make spark`."""

from __future__ import annotations

import random

import duckdb
import pytest
from pyspark.sql import SparkSession

from cchc.core.surveys.estimating.counted import CountedRows, counts_of_rows
from cchc.core.surveys.estimating.questions import CountingPlan
from cchc.core.surveys.estimating.statement import statement
from tests.surveys.drawn_answers import ANSWERS, LEVELS, PLAN, WHO, Drawn, counted_by_hand

COLUMNS = (*WHO, *ANSWERS)


@pytest.fixture(scope="module")
def spark():
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    yield session
    session.stop()


def drawn(seed: int, persons: int) -> list[Drawn]:
    chance = random.Random(seed)
    choices = {
        "stratum": ["Vùng 1", "Vùng 2"],
        "primary_unit": ["Xã Ấm", "Xã Đá", "xã O'Cà"],
        "weight": ["1", "1.0", "2.5", "2.50", "0", "33.333333333333"],
        "unit": ["Phường A", "Phường B"],
        "q1": ["", "9", *LEVELS],
        "q2": ["", "88", *LEVELS],
        "q3": ["", "88", *LEVELS],
        "age": ["", "18", "40.5", "71"],
        "visits": ["", "1", "3"],
    }
    return [{name: chance.choice(texts) for name, texts in choices.items()} for _person in range(persons)]


def counted(plan: CountingPlan, rows):
    return counts_of_rows(plan, CountedRows.of(plan, rows))


@pytest.mark.parametrize(("seed", "persons"), [(1, 1), (2, 40), (3, 2_000)])
def test_spark_counts_what_duckdb_and_python_count(spark, seed, persons):
    responses = drawn(seed, persons)
    values = [(*(one[name] for name in WHO), *(one[name] or None for name in ANSWERS)) for one in responses]
    schema = ", ".join(f"{name} STRING" for name in COLUMNS)
    spark.createDataFrame(values, schema).createOrReplaceTempView("answers")
    by_spark = counted(PLAN, [tuple(row) for row in spark.sql(statement(PLAN)).collect()])
    database = duckdb.connect()
    database.execute(f"CREATE TABLE answers ({', '.join(f'{name} VARCHAR' for name in COLUMNS)})")
    database.executemany(f"INSERT INTO answers VALUES ({', '.join('?' * len(COLUMNS))})", values)
    by_duckdb = counted(PLAN, database.execute(statement(PLAN)).fetchall())
    assert by_spark.digest() == by_duckdb.digest() == counted_by_hand(PLAN, responses).digest()
