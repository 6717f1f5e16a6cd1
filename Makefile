# What one does here; `make` alone lists it. Whatever takes more than a line is in scripts/.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= auto
ARGS ?=
export PYTHON PORT

python = .venv/bin/python
# Set here because pytest-django reads the settings before any conftest.py; there may be no .env.
test_key = for-tests-only-and-long-enough-0123456789

.DEFAULT_GOAL := help
.PHONY: help demo run test bench lint format lock services services-stop shots handbook card messages

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: ## Serve the whole site with its record: PORT=8000
	@scripts/demo

run: ## Serve it for development: reloads by itself, shows errors in full
	@scripts/install
	@DEBUG=true $(python) manage.py migrate --verbosity 0
	@DEBUG=true $(python) manage.py createcachetable --verbosity 0
	@DEBUG=true $(python) manage.py runserver 127.0.0.1:$(PORT)

test: ## Run the tests: ARGS="-k feed"
	@scripts/install dev
	@SECRET_KEY=$(test_key) $(python) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

bench: ## Measure what must be quick, on made-up records in databases of their own
	@scripts/install dev
	@SECRET_KEY=$(test_key) DEBUG=false DATABASE_URL=sqlite://:memory: DJANGO_SETTINGS_MODULE=alliance.settings \
		$(python) -m benchmarks.admin_form
	@$(python) benchmarks/import_tables.py
	@$(python) -m benchmarks.lists
	@$(python) -m benchmarks.search
	@$(python) -m benchmarks.exports

lint: ## Check style, types, templates, migrations and the settings for production
	@scripts/install dev
	@scripts/lint

format: ## Put code and templates into shape
	@scripts/install dev
	@scripts/format

lock: ## Write requirements*.txt from requirements*.in: ARGS=--upgrade
	@scripts/install
	@scripts/lock $(ARGS)

services: ## Start PostgreSQL and Redis on ports of their own, with data in .services/
	@scripts/services start

services-stop: ## Stop them
	@scripts/services stop

shots: ## Take pictures of the pages, into shots/
	@scripts/install dev
	@$(python) -m tests.browser.shots $(ARGS)

handbook: ## Take the pictures of docs/editors/: ARGS="queue merging" takes some
	@scripts/install dev
	@SECRET_KEY=$(test_key) DEBUG=true DATABASE_URL=sqlite://:memory: DJANGO_SETTINGS_MODULE=alliance.settings \
		$(python) -m tests.browser.handbook $(ARGS)

card: ## Draw the picture that social media show of a page without one
	@scripts/install dev
	@$(python) -m tests.browser.card

messages: ## Collect the texts to translate into Japanese, and compile the translations
	@scripts/install
	@DEBUG=true $(python) manage.py makemessages --locale ja --no-location --ignore .venv
	@DEBUG=true $(python) manage.py compilemessages --locale ja --ignore .venv
