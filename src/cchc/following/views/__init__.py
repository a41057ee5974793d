"""The pages on which plans are followed."""
