"""Reading sheets: what is answered, what follows from it, and how far the units are."""
