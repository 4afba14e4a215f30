"""What maintainers run by hand; nothing that builds, grades or teaches imports it.

    pace          how long lessons and their visible checks take (`make bench`)
    bench         what grading a submission costs, beside stock nbgrader (`make bench`)
    unpainted     a cell that keeps matplotlib from painting, for who measures or counts points
    lock          constraints.txt: the version of everything that is installed (`make lock`)
    binder_links  the README's links to Binder

It may import every room of the grader.
"""
