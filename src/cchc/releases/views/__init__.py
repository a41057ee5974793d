"""Pages of the releases, for who is signed in."""
