"""The Excel file of the records of a unit, without Django."""
