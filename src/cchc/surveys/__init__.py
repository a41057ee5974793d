"""Surveys: questionnaires, designs, samples, quotas, answers from files, estimates with honest errors."""
