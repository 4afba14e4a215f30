"""One submission, the trusted side: the learner's cells go to a worker, the tests run here.

Comes in: a `task.Task`, and a template that gives a worker. Goes out: a `task.Result`, its outputs cleaned.

    task.py         what is given and what comes back
    grade.py        one submission, cell by cell
    run_test.py     where hidden tests are compared
    notebook_names  the names that a test sees; `remote` what stands for an object of the learner's
    run_inside.py   cells that run in the worker: the learner's, and tests that are not outside
    outputs.py      what the worker says a cell has shown, made fit for a browser; markup.py does so with HTML

Imports `wire`, `sandbox` and, of `notebooks`, which pictures a page may show; never nbgrader or a reference
value: a test cell imports those that it needs.
"""
