"""What maintainers run: benchmarks, and the links to Binder."""
