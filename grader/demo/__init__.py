"""What `make demo` and `make lab` do."""
