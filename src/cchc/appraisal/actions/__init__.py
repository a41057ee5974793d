"""What people do in an appraisal."""
