# Everything runs in .venv, which scripts/environment.sh makes when it is missing or out of date.
# A variable of the caller's shell must not lead Python to another copy of the package.
unexport PYTHONPATH PYTHONHOME

ENVIRONMENT := sh scripts/environment.sh
RUN := .venv/bin/python -m

.PHONY: run test soak bench catalogue clean

run:
	@$(ENVIRONMENT) run
	@$(RUN) helpdesk_tui demo --keep

test:
	@$(ENVIRONMENT) dev
	@$(RUN) ruff check
	@$(RUN) ruff format --check
	@$(RUN) mypy
	@.venv/bin/lint-imports
	@.venv/bin/python scripts/catalogue.py check
	@$(RUN) pytest -q -n 4 --dist worksteal

soak:
	@$(ENVIRONMENT) dev
	@HELPDESK_SOAK=full $(RUN) pytest -q -n 4 --dist worksteal

bench:
	@$(ENVIRONMENT) dev
	@set -e; for suite in benchmarks/[a-z]*.py; do $(RUN) "benchmarks.$$(basename "$$suite" .py)"; done

catalogue:
	@$(ENVIRONMENT) dev
	@.venv/bin/python scripts/catalogue.py update

clean:
	@rm -rf .venv .venv-before build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find helpdesk_tui tests benchmarks scripts -name __pycache__ -prune -exec rm -rf {} +
