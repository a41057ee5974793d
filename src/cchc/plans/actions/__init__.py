"""Working on plans: every verb is one transaction and one audit record, and asks its policy again."""
