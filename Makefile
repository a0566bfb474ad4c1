# Waymark's commands. Each makes the checkout ready first, so any of them may be the first.

PYTHON := .venv/bin/python
MIN := import sys; sys.exit(sys.version_info < (3, 11))
AT_ONCE = $(shell echo $$(($$(nproc) + 1)))# processes that run tests: one waits, for a browser or a worker
SYSTEM_PYTHON = $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c '$(MIN)' 2>/dev/null && echo $$p && exit; done; echo python3)
define READY
@command -v $(SYSTEM_PYTHON) >/dev/null || \
	{ echo "Python 3.11 or newer is absent. On Debian: apt-get install python3 python3-venv" >&2; exit 1; }
@$(SYSTEM_PYTHON) config/bootstrap.py
endef

.DEFAULT_GOAL := help
.PHONY: help setup demo run worker test check fix bench docs screens lock reset

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(firstword $(MAKEFILE_LIST)) | \
		while IFS='|' read -r name words; do printf '  make %-8s %s\n' "$$name" "$$words"; done

setup: ## Install and build what is missing
	$(READY)

demo: ## Take a school to its certificate, then serve (SERVE=0: do not serve; REGISTER=path: its register)
	$(READY)
	@$(PYTHON) -m config.demo

run: ## Serve the pages on port 8000 and reload on changes
	$(READY)
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py runserver

worker: ## Work off the queue, beside `make run`
	$(READY)
	@$(PYTHON) manage.py qcluster

test: ## Run the tests (ARGS="-k word": some of them, ARGS="-n 0": in one process)
	$(READY) --browser
	@$(PYTHON) -m pytest --numprocesses $(AT_ONCE) --dist worksteal $(ARGS)

check: ## Check everything that needs no tests, then run them on the newest Django (NEWEST=0: leave that out)
	$(READY) --browser
	@$(PYTHON) -m config.gates $(if $(filter 0,$(NEWEST)),--without newest)

fix: ## Format the code, mend what can be mended, draw the journeys anew
	$(READY)
	@$(PYTHON) -m ruff check --fix-only .
	@$(PYTHON) -m ruff format .
	@$(PYTHON) manage.py journeys draw

bench: ## Measure against the other ways (NAME=advance_vs_orm: one of them)
	$(READY)
	@$(PYTHON) -m bench $(NAME)

docs: ## Write the journey pages and draw their diagrams
	$(READY)
	@$(PYTHON) manage.py journeys draw

screens: ## Take the screenshots in docs/screens
	$(READY) --browser
	@$(PYTHON) -m tests.screens

lock: ## Write requirements.txt from requirements.in (ARGS=--upgrade: newest versions) and package-lock.json
	$(READY)
	@$(PYTHON) -m uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" $(ARGS) \
		--output-file requirements.txt requirements.in
	@npm install --package-lock-only --loglevel=error

reset: ## Remove the embedded database and all that the demo made
	$(READY)
	@$(PYTHON) -m config.postgres reset
	@rm -rf var/media var/mail var/demo.json
