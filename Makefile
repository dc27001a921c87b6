.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test trial check fmt bench rehearse

# Dozens of processes begin in a run: what one has compiled serves the others.
unexport PYTHONDONTWRITEBYTECODE

python := .venv/bin/python
launch := exec $(python) scripts/launch.py

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

demo: ## the whole application with a filled country (PORT=8123 make demo: on that port)
	@sh scripts/prepare.sh demo
	@$(launch) demo

demo-reset: ## forget the demo's data; the next start begins anew
	@sh scripts/prepare.sh demo
	@$(launch) reset

test: ## lint, types, layers and the tests; of the long proofs a sample
	@sh scripts/prepare.sh test
	@sh scripts/check.sh tests
	@$(launch) run --fast -- $(python) -m pytest -n 3 --dist loadgroup --no-loadscope-reorder -m "not trial"

trial: ## the long proofs whole: who gets in where, races, kills, every page in a browser
	@sh scripts/prepare.sh test
	@$(launch) run -- $(python) -m pytest -n 2 --dist loadgroup --no-loadscope-reorder -m trial

check: ## lint, types, layers, migrations, deployment; seconds
	@sh scripts/prepare.sh test
	@sh scripts/check.sh

fmt: ## put the code into its form
	@sh scripts/prepare.sh test
	@$(python) -m ruff check --fix .
	@$(python) -m ruff format .

bench: ## median, CPU ms and statements of the pages that matter
	@sh scripts/prepare.sh test
	@$(launch) run -- $(python) manage.py bench

rehearse: ## a whole year of 621 institutions by scripted people (ARGS="--institutions 20 --seed 7")
	@sh scripts/prepare.sh test
	@$(launch) run -- $(python) manage.py rehearse $(or $(ARGS),--institutions 621 --seed 7)
