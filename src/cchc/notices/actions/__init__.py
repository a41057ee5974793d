"""Telling people, and what they do with their notices. `tell` is called by every room, inside its own act."""

from cchc.notices.actions.telling import tell

__all__ = ["tell"]
