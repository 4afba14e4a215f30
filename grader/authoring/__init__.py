"""From a lesson's text to nbgrader's notebooks, and back: what `make build` and `make text` do.

    lessons/NN-name/lesson.md --jupytext--> source/NN-name/NN-name.ipynb
                              --nbgrader--> release/NN-name/NN-name.ipynb

In comes a text that an author edited, or a source notebook that an instructor edited in JupyterLab; out go
the files of both trees, or the text with the edit in it, or an `AuthorError` that says what to mend. A build
depends on nothing but the texts: the same text gives the same bytes.

    build             both trees and the sealed answers, and what in them is out of date
    text_to_notebook  a text as the instructor's notebook
    notebook_to_text  the way back, which keeps every byte that was not edited
    lint              the rules of a lesson
    sealed_answers    what is said to each answer of a choice, sealed in course/answers/
    release           what learners get: nbgrader's generate_assignment, with a stub that names its exercise
    fingerprint       the hash that tells an edited notebook from a built one
    edits             what a build refuses to overwrite or delete
    publishing        the learners' repository, and the check that nothing of an answer can be read there

It imports `grader.notebooks` and, of the grader, nothing else: building needs no judge and runs no lesson.
"""
