# One command for each thing a person does. `make` alone lists them.

BIN    := .venv/bin
READY  := .venv/.ready
CHOSEN  = $(or $(LESSON),01-manual-gradients)

.PHONY: help demo test check lint lab formgrader build text publish pictures bench mutants messages lock clean
.DEFAULT_GOAL := help

help: ## Lists these commands
	@echo "make ..."
	@sed -n 's/^\([a-z]*\):.*## /  \1\t/p' $(MAKEFILE_LIST) | expand -t 14
	@echo "The first command that needs it makes .venv (Python >= 3.11, about 3 GB)."

# A folder that was moved has an environment that points to the old place: make it again.
ifneq ($(shell cat $(READY) 2>/dev/null),$(CURDIR))
.PHONY: $(READY)
endif
$(READY): setup pyproject.toml requirements.txt constraints.txt bubblewrap.txt
	@PYTHON="$(PYTHON)" ./setup

demo: $(READY) ## Grades the demo class of lesson 1 in the folder demo/ (LESSON=NAME, LESSON=all; STOCK=1 for plain nbgrader)
	@$(BIN)/python -m grader demo $(if $(filter all,$(LESSON)),,$(CHOSEN)) $(if $(STOCK),--stock)

test: $(READY) ## Runs all tests
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder

check: lint ## Runs lint and the fast tests, in a minute or two
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not slow"

lint: $(READY) ## Checks style, format and types, and that the built notebooks are up to date
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m grader build --check

lab: $(READY) ## Opens your copy of a lesson in JupyterLab, where you left it (LESSON=2, LAB_OPTIONS=--no-browser)
	@$(BIN)/python -m grader lab $(LESSON) -- $(LAB_OPTIONS)

formgrader: $(READY) ## Opens the demo class in JupyterLab (menu Nbgrader, Formgrader)
	@$(BIN)/python -m grader formgrader -- $(LAB_OPTIONS)

build: $(READY) ## Makes source/ and release/ from the lessons' texts (FORCE=1 drops edits of source/)
	@$(BIN)/python -m grader build $(if $(FORCE),--force)

text: $(READY) ## Carries edits of source/ in JupyterLab back into the lessons' texts
	@$(BIN)/python -m grader text

publish: $(READY) ## Writes the learners' repository (TO=../learners REPOSITORY=OWNER/REPO)
	@$(BIN)/python -m grader publish "$(or $(TO),$(error say where: make publish TO=../learners))" \
	    --repository "$(or $(REPOSITORY),OWNER/REPO)" --branch "$(or $(BRANCH),main)"

pictures: $(READY) ## Takes the pictures of README and docs/instructor.md anew (needs Chromium)
	@$(BIN)/python tests/helpers/readme_picture.py
	@$(BIN)/python tests/helpers/instructor_pictures.py

bench: $(READY) ## Measures how long lessons, their checks and the grading take (LESSON=NAME; MORE=1: otter, half-solved, large classes)
	@$(BIN)/python -m tools.pace
	@$(BIN)/python -m tools.bench
	@$(BIN)/python -m tools.bench_class $(if $(MORE),--otter --picture docs/benchmark.svg) $(LESSON)
ifdef MORE
	@$(BIN)/python -m tools.bench_class --half $(LESSON)
	@$(BIN)/python -m tools.growth
endif

mutants: $(READY) ## Grades every solution with every small mistake: which tests let one pass? (LESSON=NAME)
	@$(BIN)/python -m tools.mutants $(LESSON)

messages: $(READY) ## Writes build/messages.md: what learners read after each known mistake (LESSON=NAME)
	@PYTHONPATH=.:tests/lessons $(BIN)/python tests/helpers/messages.py $(LESSON)

lock: ## Writes constraints.txt, the versions of all that is installed, from the pins (on Linux)
	@$(BIN)/python -m tools.lock

clean: ## Removes the demo class and caches; keeps .venv and your work/
	rm -rf demo build .pytest_cache .mypy_cache .ruff_cache .hypothesis
