"""Pages of the sheet on which a unit scores itself."""
