# make chat: from an empty clone to the chat page. make test: the same, to every test passed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-installed
TEST := $(VENV)/.test-installed

DEVELOPMENT := evaluation/realtimeqa-2023q1/index
YEAR := evaluation/realtimeqa-2023/index

.PHONY: chat test torture lint lock audit evaluate open asked held small ablation background \
    ranker reader telling sentences short factoid salience confidence choose development year data bench chart clean

# Where there is no index yet, the samples are indexed first.
chat: $(RUN)
	$(BIN)/python app.py

test: $(TEST)
	$(BIN)/python -m pytest

# Kills, full disks, damage, bad input and hostile articles at length: half an hour. One table.
torture: $(TEST)
	$(BIN)/python tests/torture.py

# Exact versions, hashes and licences of what pip would install now; and what is known against it.
# Both ask a package index.
lock: $(RUN)
	@mkdir -p build
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25'  # older ones do not tell licences
	$(BIN)/python -m pip install --quiet --dry-run --ignore-installed --report build/lock.json \
	    --requirement requirements.txt
	$(BIN)/python supply/lock.py build/lock.json

audit: $(TEST)
	$(BIN)/python -m pip install --quiet 'pip-audit>=2.9,<3'
	$(BIN)/pip-audit --strict --require-hashes --disable-pip --requirement requirements.lock

lint: $(TEST)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# What follows needs real articles and questions, found through $$NEWSDESK_DATA, and minutes to
# hours; results go to benchmarks/results/.
evaluate: $(TEST) data
	$(BIN)/python benchmarks/evaluate.py

open: development year
	$(BIN)/python benchmarks/open_questions.py

asked: development
	$(BIN)/python benchmarks/asked_questions.py $(DEVELOPMENT)

held: year
	$(BIN)/python benchmarks/short_questions.py $(YEAR)

small: $(RUN)
	$(BIN)/python benchmarks/small_sets.py

ablation: development year
	$(BIN)/python benchmarks/ablation.py $(YEAR) $(DEVELOPMENT)

background: $(TEST) data
	$(BIN)/python benchmarks/count_words.py

ranker: year
	$(BIN)/python benchmarks/train_ranker.py $(YEAR)

reader: year
	$(BIN)/python benchmarks/train_reader.py $(YEAR)

sentences: year
	$(BIN)/python benchmarks/train_sentences.py $(YEAR)

telling: year
	$(BIN)/python benchmarks/train_telling.py $(YEAR)

salience: year
	$(BIN)/python benchmarks/train_salience.py $(YEAR)

factoid: $(TEST) data
	$(BIN)/python benchmarks/train_factoid.py

short: year
	$(BIN)/python benchmarks/train_short.py $(YEAR)

confidence: year development
	$(BIN)/python benchmarks/fit_confidence.py $(YEAR) $(DEVELOPMENT)

choose: year
	$(BIN)/python benchmarks/train_choose.py $(YEAR)

# The indexes that these need, brought up to date.
development: $(TEST) data
	$(BIN)/python benchmarks/evaluate.py --build-only

year: $(TEST) data
	$(BIN)/python benchmarks/evaluate.py --set realtimeqa-2023 --build-only

bench: $(TEST)
	$(BIN)/python benchmarks/side_by_side.py --articles 30 --rounds 1

# docs/speed.svg, from the results of side_by_side.py that are kept.
chart: $(TEST)
	$(BIN)/python benchmarks/chart.py

data:
	@test -n "$$NEWSDESK_DATA" || { echo "set NEWSDESK_DATA to the folder of articles and questions"; exit 2; }

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
