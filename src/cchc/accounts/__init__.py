"""People, their memberships and sign-in; builds the Actor of a request."""
