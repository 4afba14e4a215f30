"""The judge inside nbgrader."""
