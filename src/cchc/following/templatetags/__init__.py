"""Tags of the pages on which plans are followed."""
