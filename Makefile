# Parvis, from a machine that has only Python 3.11.5+ and make: `make run`.

PORT ?= 8000
VENV ?= .venv
# The first interpreter that is recent enough. `make PYTHON=… run` chooses another.
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' 2>/dev/null \
	&& echo $$python && break; done)

# The compiled files name every package, its version and the hashes of its files: nothing is left to
# resolve, which pip gets wrong in this mode where a package asks for an extra: pypa/pip#9644.
INSTALL := pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes --requirement
COMPILE := pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

export PATH := $(abspath $(VENV))/bin:$(PATH)
export PYTHONUNBUFFERED := 1
# One worker for each core, and one for when those of the browser wait. Tests of one group
# (`xdist_group`) share a worker.
WORKERS = $(shell $(PYTHON) -c 'import os; print(os.cpu_count() + 1)')
PYTEST = pytest --numprocesses $(WORKERS) --dist loadgroup

.DEFAULT_GOAL := help
.PHONY: help run demo test test-all check format messages requirements screenshots clean

help:  ## What each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# What links in e-mails, and what is printed, lead to.
run demo: export BASE_URL ?= http://127.0.0.1:$(PORT)

run: demo  ## The site on http://127.0.0.1:8000 (PORT=8001 changes it), its worker beside it
	@honcho start --no-prefix --procfile Procfile.dev --port $(PORT)

demo: $(VENV)/installed  ## The database, the communes, the demonstration network, a login per role
	@python manage.py prepare

test: $(VENV)/installed-dev  ## The whole suite (on PostgreSQL with DATABASE_URL=postgres://…)
	$(PYTEST) $(ARGS)

test-all: $(VENV)/installed-dev  ## The whole suite on both databases (POSTGRES_URL=postgres://…), more examples
	@test -n "$(POSTGRES_URL)" || { echo "POSTGRES_URL=postgres://… make test-all"; exit 1; }
	env -u DATABASE_URL $(PYTEST) --hypothesis-profile=many $(ARGS)
	DATABASE_URL=$(POSTGRES_URL) $(PYTEST) --hypothesis-profile=many $(ARGS)

check: $(VENV)/installed-dev  ## Style, templates, missing migrations, deployment settings, layers
	ruff check
	ruff format --check
	djlint --quiet --check --lint activity catalogue cms imports site
	python manage.py makemigrations --check --dry-run
	DJANGO_SETTINGS_MODULE=config.settings.production DATABASE_URL=sqlite:///:memory: \
		ALLOWED_HOSTS=parvis.example SECRET_KEY="$$(python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
		python manage.py check --deploy --fail-level WARNING
	pytest --quiet tests/test_architecture.py

format: $(VENV)/installed-dev  ## Formats the code and the templates
	ruff check --fix
	ruff format
	djlint --quiet --reformat activity catalogue cms imports site

messages: $(VENV)/installed-dev  ## Compiles site/locale; what it makes is committed, `make run` has no compiler
	pybabel --quiet compile --directory site/locale --domain django

requirements: $(VENV)/installed-dev  ## Compiles requirements*.in to requirements*.txt
	$(COMPILE) $(ARGS) requirements.in
	$(COMPILE) $(ARGS) requirements-dev.in

screenshots: $(VENV)/installed-dev  ## The pictures of the README and the guides, from a site of their own
	PYTHONPATH=site DJANGO_SETTINGS_MODULE=config.settings.development python -m docs.screenshots

clean:  ## Removes what the targets above made: environment, database, collected files
	rm -rf $(VENV) var .hypothesis .pytest_cache .ruff_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Parvis needs Python 3.11.5 or newer."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	@echo "Installing the packages of requirements.txt: a minute, once."
	@$(INSTALL) requirements.txt
	@pip check
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt | $(VENV)/installed
	@echo "Installing the packages of requirements-dev.txt: a minute, once."
	@$(INSTALL) requirements-dev.txt
	@pip check
	@touch $@
