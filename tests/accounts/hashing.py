"""A password hasher that counts its work."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.hashers import MD5PasswordHasher


class Counting(MD5PasswordHasher):
    """Quick, and says how often it was asked."""

    algorithm = "counting"
    hashed = 0

    def encode(self, password: str, salt: str) -> Any:
        """Count, then hash."""
        Counting.hashed += 1
        return super().encode(password, salt)
