"""What results look like outside: JSON, a table in the terminal, a workbook, the annex of a decision."""
