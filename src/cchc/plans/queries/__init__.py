"""Reading plans: which a person may see, their texts as the core understands them, what was found in them."""
