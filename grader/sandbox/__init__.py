"""The walls around a worker, from outside."""
