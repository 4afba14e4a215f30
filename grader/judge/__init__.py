"""One submission, the trusted side: the learner's cells go to a worker, the tests run here.

Comes in: a `task.Task`, and a template that gives a worker. Goes out: a `task.Result`, its outputs cleaned.

    task.py         what is given and what comes back
    grade.py        one submission, cell by cell
    run_test.py     where hidden tests are compared
    remote.py       what a test sees of the learner's notebook
    outputs.py      what the worker says a cell has shown, made fit for a browser; markup.py does so with HTML

Imports `wire` and `sandbox`, and never a notebook, nbgrader or a reference value: a test cell imports those
that it needs.
"""
