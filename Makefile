# Everything runs from a fresh clone: each target makes what it needs.
PYTHON ?= python3
PYTHONS ?= python3.10 python3.11 python3.12 python3.13 python3.14
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help chat ask test lint types questions check schema unit topics golden pins coverage deep bench interpreters release clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /	/'

$(BIN)/clusters: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q chatbot
	@touch $@

.venv/.tools: pyproject.toml $(BIN)/clusters
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade "pip>=25.1"  # which reads groups
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

chat: $(BIN)/clusters  ## install into .venv and open the chat
	@$(BIN)/clusters

ask: $(BIN)/clusters  ## answer one question: make ask Q="who funds the clusters?"
	@$(BIN)/clusters ask --exit-zero -- "$(Q)"

test: .venv/.tools  ## install the test tools and run every check, two at a time
	@$(MAKE) --no-print-directory --jobs=2 unit lint types check

lint: .venv/.tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.tools  ## strict types, for each supported version
	$(BIN)/mypy
	@for version in 3.10 3.12 3.13; do $(BIN)/mypy --python-version $$version chatbot cli.py || exit 1; done

check: $(BIN)/clusters
	$(BIN)/clusters check --strict

schema: $(BIN)/clusters  ## write the schemas that editors read
	$(BIN)/clusters schema --replace knowledge/schema

questions: .venv/.tools  ## the question files, several to a bar (tests/questions/bars.json)
	$(BIN)/python tests/bars.py

unit: .venv/.tools
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

topics: $(BIN)/clusters  ## write docs/topics.md, the list of all that it answers
	$(BIN)/clusters topics --markdown > docs/topics.md

golden: $(BIN)/clusters  ## write the pinned answers anew; read the difference before it is committed
	$(BIN)/python tests/pinned.py golden
	$(BIN)/python tests/pinned.py accept

pins: $(BIN)/clusters  ## write anew which words and phrasings are pinned; takes minutes
	$(BIN)/python tests/pinned.py words

coverage: .venv/.tools  ## branch coverage of chatbot/, processes that the tests start included
	$(BIN)/python -m pytest --cov --cov-report=term

deep: .venv/.tools  ## everything, for an hour or so; the figures go to results/deep-DATE.md
	$(BIN)/python bench/deep.py

bench: $(BIN)/clusters  ## every measurement; CLINC=path/to/clinc150.json adds the rows of a large knowledge base
	@for name in question process growth throughput; do \
		echo "== $$name"; CLINC="$(CLINC)" $(BIN)/python bench/$$name.py || exit 1; done

interpreters: .venv/.tools  ## the tests under every Python at hand, or under those named in PYTHONS
	@for python in $(PYTHONS); do \
		$$python -c 'import sys' 2>/dev/null || { echo "== $$python is not here"; continue; }; \
		echo "== $$python"; place=.venv-python-$$(basename $$(dirname $$(dirname $$python)))-$$(basename $$python); \
		$$python -m venv $$place && $$place/bin/python -m pip install --quiet --upgrade "pip>=25.1" && \
			$$place/bin/python -m pip install --quiet --disable-pip-version-check --editable . --group test && \
			$$place/bin/python -m pytest -p no:cacheprovider || exit 1; done

release: .venv/.tools  ## every step of a release but the upload: docs/release.md says what they are
	@test -z "$$(git status --porcelain)" || { echo "release: commit or drop what is changed first"; exit 1; }
	@$(BIN)/python -c "$$CHANGELOG_CHECK"
	@$(MAKE) --no-print-directory test interpreters
	rm -rf dist && $(BIN)/python -m build --quiet --outdir dist .
	@rm -rf .venv-release && $(PYTHON) -m venv .venv-release && \
		.venv-release/bin/python -m pip install --quiet --disable-pip-version-check dist/*.whl
	cd / && $(CURDIR)/.venv-release/bin/clusters --version
	cd / && $(CURDIR)/.venv-release/bin/clusters ask "how many clusters are there?"
	cd / && $(CURDIR)/.venv-release/bin/clusters ask --language fr "combien de grappes y a-t-il ?"
	cd dist && sha256sum * | tee SHA256SUMS
	@echo "now: git tag v$$($(BIN)/python -c 'import chatbot; print(chatbot.__version__)'), and upload dist/"

define CHANGELOG_CHECK
import re, chatbot
head = re.search(r"^## (\S+)", open("CHANGELOG.md").read(), re.M).group(1)
if head.strip("[]") != chatbot.__version__:
    raise SystemExit(f"release: the changelog begins with {head}, the package is {chatbot.__version__}")
endef
export CHANGELOG_CHECK

clean:  ## remove what was made
	rm -rf .venv .venv-python* build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage* *.egg-info
