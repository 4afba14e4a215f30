"""From a lesson's text to notebooks, and back."""
