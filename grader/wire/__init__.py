"""What judge and worker say to each other."""
