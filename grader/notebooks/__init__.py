"""Notebooks as data."""
