"""What maintainers run by hand; nothing that builds, grades or teaches imports it.

    pace          how long lessons and their visible checks take (`make bench`)
    bench         what grading a submission costs, beside stock nbgrader (`make bench`)
    bench_class   the same for the whole command and a class, with one judge and with two (`make bench`)
    growth        how seconds and memory grow with the class, up to 6,000 submissions
    attacked_class  honest learners with every attack among them, graded by one command
    otter         the same solutions under another grader, for `bench_class --otter`
    kills         kills the command at random moments, and holds the result against a quiet run
    mutants       every solution with every small mistake: which tests let one pass? (`make mutants`)
    machines      the same grades on other instructions, threads, types and versions?
    second_run    what follow-through costs
    system_calls  which system calls lessons make
    page_costs    what hostile notebooks cost as pages; they are in `hostile_pages`, and `pages` makes pages
    worst_memory  how much memory the worst attacks take
    unpainted     a cell that keeps matplotlib from painting, for who measures or counts points
    lock          constraints.txt: the version of everything that is installed (`make lock`)
    binder_links  the README's links to Binder

It may import every room of the grader.
"""
