"""What `make demo`, `make lab` and `make formgrader` do: try the course out, as a teacher and as a learner.

    demo_class         `make demo`: a made-up class, graded by nbgrader, and held against what it deserves
    answer_files       examples/*/*.md: what each of its learners wrote, and which points they deserve
    nbgrader_steps     nbgrader's converters and gradebook, called for one course folder
    finished           what need not be graded again
    points_table       the table at the end
    lab                `make lab`: your own copy of a lesson, opened where you left it; `make formgrader`
    jupyterlab_server  JupyterLab on a folder, with an address and how to stop it
    jupyterlab/        JupyterLab's settings for learners; Binder's image takes them too

In come the answer files, or the name of a lesson; out go the folder demo/, a table and an exit code, or a
JupyterLab on work/. It is the top: it may import `authoring`, `notebooks` and `nbgrading` and goes through
nbgrader like any teacher. It never calls the judge itself, and no other room imports it.
"""
