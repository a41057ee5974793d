"""Pages of the plans: reading a file and reviewing it, working on a plan, the table, the Excel file out and in."""
