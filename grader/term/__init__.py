"""Everything that an instructor does around the automatic grade.

settings        what is in force, where it comes from, and what is wrong with it
config_files    nbgrader's configuration files, and the line that sets each option
gradebook_seen  what the settings show of a gradebook
"""
