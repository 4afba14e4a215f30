"""`python -m grader settings`: what is in force, where it comes from, and what is wrong with it.

`command` shows it. `config_files` has nbgrader's files and who sets each option, `gradebook_seen` what the
gradebook holds.
"""
