# Everything runs in .venv, which scripts/environment.sh makes when it is missing or out of date.
# Variables of the caller's shell must not lead Python to another copy of the package, nor let each
# of the many processes of the tests compile all modules anew.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

ENVIRONMENT := sh scripts/environment.sh
RUN := .venv/bin/python -m
CHECKS := $(RUN) ruff check && $(RUN) ruff format --check && $(RUN) mypy && .venv/bin/lint-imports \
	&& .venv/bin/python scripts/catalogue.py check
TRIALS := $(RUN) pytest -q -n 4 --dist worksteal

.PHONY: run test soak bench catalogue pictures keys clean

run:
	@$(ENVIRONMENT) run
	@$(RUN) helpdesk_tui demo --keep

# The checks run beside the tests; what they complain of is told last, where it is not overlooked.
test:
	@$(ENVIRONMENT) dev
	@said=$$(mktemp) || exit 1; trap 'rm -f "$$said"' EXIT; \
	($(CHECKS)) >"$$said" 2>&1 & checks=$$!; \
	$(TRIALS); failed=$$?; \
	wait $$checks || { failed=$$?; cat "$$said" >&2; }; \
	exit $$failed

soak:
	@$(ENVIRONMENT) dev
	@HELPDESK_SOAK=full $(TRIALS)

bench:
	@$(ENVIRONMENT) dev
	@$(RUN) benchmarks

catalogue:
	@$(ENVIRONMENT) dev
	@.venv/bin/python scripts/catalogue.py update

pictures:
	@$(ENVIRONMENT) dev
	@$(RUN) scripts.pictures

keys:
	@$(ENVIRONMENT) dev
	@$(RUN) scripts.key_pages

clean:
	@rm -rf .benchmarks .venv .venv-before build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find helpdesk_tui tests benchmarks scripts -name __pycache__ -prune -exec rm -rf {} +
