# make chat: from an empty clone to the chat page. make test: the same, to every test passed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-installed
TEST := $(VENV)/.test-installed

.PHONY: chat test lint index evaluate clean

chat: $(RUN)
	$(BIN)/newsdesk build
	$(BIN)/python app.py

test: $(TEST)
	$(BIN)/python -m pytest

lint: $(TEST)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The development questions, found through $$NEWSDESK_DATA.
evaluate: $(RUN)
	@test -n "$$NEWSDESK_DATA" || { echo "make evaluate: set NEWSDESK_DATA to the folder with realtimeqa-2023q1/"; exit 2; }
	$(BIN)/python benchmarks/evaluate.py

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(RUN): pyproject.toml requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

$(TEST): $(RUN)
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@

clean:
	rm -rf $(VENV) build *.egg-info
