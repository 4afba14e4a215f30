"""What runs inside the sandbox: imports `grader.protocol` and nothing else of this package."""
