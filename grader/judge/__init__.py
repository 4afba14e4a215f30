"""One submission: the learner's cells in a worker, the tests here."""
