"""Who may do what: the permissions, the roles, the frozen Actor of a request."""
