"""`python -m grader report`: one page and one table on a class, from what grading has left.

`command` runs it. `handed_in` and nbgrading's `gradebook_rows` read, `lesson_facts` says what a lesson asks;
`lesson_report` puts all together, with `reasons` (why points were lost), `picks` (which options were
chosen), `likeness` (whose answers are alike) and `naming` (what a learner is called). `page`, `pictures`
and `table` write it down. No notebook is opened where `autograded/LESSON.answers` says it all.
"""
