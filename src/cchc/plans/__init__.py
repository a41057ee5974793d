"""Reform and remediation plans: read from the documents that offices issue."""
