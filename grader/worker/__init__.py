"""What runs inside the sandbox: imports `protocol` and `tensors`, and nothing else of this package."""
