"""What people do with surveys. Every verb is one transaction and one audit record."""
