# setup: everything into .venv and node_modules · production: what the service needs and is built with · demo: load and serve the made-up province
# test: all that CI runs · install-check: the installing guide with its packages from the lock · seeds: the five real plans, where they are
# pictures AT=address: those of the guide, from a demonstration that runs · bench: measurements · messages ROOM=units: extract texts · catalogues: compile texts · permissions: print the table

PYTHON := $(shell python3.11 -c 'print("python3.11")' 2>/dev/null || echo python3)
BIN := .venv/bin
STAMPS := .venv/stamps
CATALOGUES := $(wildcard src/cchc/*/locale/vi/LC_MESSAGES/django.po)
SEEDS := ../shared/seeds
TWO := -q -n 2 --dist loadfile --no-loadscope-reorder
# What looks at pages and files, and stores nothing that the other tests of its room do not store, runs on one database.
# On PostgreSQL every address and every form are asked by tests/test_any_form.py.
LOOKING := tests/e2e tests/demo $(addprefix tests/test_,uploads.py every_page.py permissions.py long_pages.py sight.py hostile_texts.py)
LOOKING += $(addprefix tests/config/test_,any_request.py unfinished_connections.py) tests/access/test_addresses.py
LOOKING += $(wildcard tests/*/test_*page*.py) tests/plans/test_columns.py tests/accounts/test_scope_never_grows.py
LOOKING += $(wildcard tests/*/test_views.py) $(addprefix tests/desk/test_,home.py guide.py) tests/config/test_health.py
LOOKING += $(addprefix tests/appraisal/test_,near_units.py alarms.py work_files.py) tests/documents/test_file_laws.py
LOOKING += tests/self_scoring/test_files.py $(addprefix tests/plans/test_,sheet_actions.py review_object.py reading_faults.py)
LOOKING += tests/results/test_heavy_files.py tests/scores/test_points_form.py tests/test_names_at_every_door.py
# Many acts in any order, beside a plain model: each act of them is done on PostgreSQL by the tests of its room.
PLAYING := tests/appraisal/test_second_half_machine.py tests/self_scoring/test_round_machine.py
PLAYING += tests/cycles/test_clockwork.py tests/scores/test_many_hands.py tests/results/test_untold.py
# A test starts hundreds of processes: what they import is compiled once.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: setup production install-check demo test on-sqlite elsewhere lint types seeds bench pictures messages catalogues permissions chromium clean

setup: $(STAMPS)/python $(STAMPS)/node $(STAMPS)/catalogues

$(STAMPS)/venv:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python: requirements/base.txt requirements/build.txt requirements/dev.txt pyproject.toml | $(STAMPS)/venv
	$(BIN)/pip install -q --require-hashes -r requirements/base.txt -r requirements/build.txt -r requirements/dev.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/node: package-lock.json .npmrc | $(STAMPS)/venv
	npm ci --ignore-scripts --no-progress
	@touch $@

$(STAMPS)/catalogues: $(CATALOGUES) $(STAMPS)/python
	$(BIN)/python -m cchc.texts.catalogues compile
	@touch $@

production: | $(STAMPS)/venv
	$(BIN)/pip install -q --require-hashes -r requirements/base.txt -r requirements/build.txt
	$(BIN)/pip install -q --no-deps --no-build-isolation -e .
	npm ci --omit=dev --ignore-scripts --no-progress
	$(BIN)/python -m cchc.texts.catalogues compile

catalogues: $(STAMPS)/python
	$(BIN)/python -m cchc.texts.catalogues compile

messages: $(STAMPS)/python
	$(BIN)/python -m cchc.texts.catalogues update $(ROOM)

demo: setup
	$(BIN)/cchc migrate
	$(BIN)/cchc demo
	$(BIN)/cchc serve

chromium:
	@test -x /usr/bin/chromium || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --quiet --check src
	node_modules/.bin/prettier --check --log-level warn "src/**/*.{css,js}"
	node_modules/.bin/tsc -p jsconfig.json
	$(BIN)/lint-imports --no-cache

types: setup
	$(BIN)/mypy

test: setup chromium
	@$(MAKE) --no-print-directory -j2 lint types
	DJANGO_SETTINGS_MODULE=cchc.config.settings_test $(BIN)/python -m django makemigrations --check --dry-run
	@$(MAKE) --no-print-directory -j2 -Oline on-sqlite elsewhere

# Side by side, each in two processes: much of a test is waiting for processes, browsers and the database.
on-sqlite:
	$(BIN)/pytest $(TWO) --ignore=tests/e2e

elsewhere:
	$(BIN)/python tests/on_postgresql.py $(TWO) $(patsubst %,--ignore=%,$(LOOKING) $(PLAYING)) -m django_db tests
	$(BIN)/pytest $(TWO) tests/e2e

seeds: setup chromium
	@test -d "$(SEEDS)" || (echo "The real plans are not in $(SEEDS); name their folder: make seeds SEEDS=…" && exit 1)
	SEEDS="$(abspath $(SEEDS))" $(BIN)/pytest -q tests/seeds.py tests/e2e/seed_journey.py

install-check: setup
	CCHC_INSTALL=whole $(BIN)/pytest -q tests/install

bench: setup
	$(BIN)/python -m benchmarks

pictures: setup chromium
	$(BIN)/python -m tests.pictures $(AT)

permissions: setup
	$(BIN)/python tests/test_permissions.py

clean:
	rm -rf .venv node_modules
