"""Pages of accounts: signing in, people, and the file that brings people."""
