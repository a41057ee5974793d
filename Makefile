# setup: everything into .venv and node_modules · production: what the service needs and is built with · demo: load and serve the made-up province
# test: all that CI runs · install-check: the installing guide with its packages from the lock · seeds: the five real plans, where they are
# spark: the counting statement of surveys under Spark SQL, with Debian's Java
# pictures AT=address: those of the guide, from a demonstration that runs · bench: measurements · messages ROOM=units: extract texts · catalogues: compile texts · permissions: print the table

PYTHON := $(shell python3.11 -c 'print("python3.11")' 2>/dev/null || echo python3)
BIN := .venv/bin
STAMPS := .venv/stamps
CATALOGUES := $(wildcard src/cchc/*/locale/vi/LC_MESSAGES/django.po)
SEEDS := ../shared/seeds
# What is left out is named with its reason at the end (-rs).
TWO := -q -rs -n 2 --dist loadfile --no-loadscope-reorder
# What depends on the database runs on PostgreSQL too: constraints, triggers, locks, races, killed servers, migrations,
# queries that are written by hand, how texts are found and put in order, lengths, and the acts of every room
# (tests/test_any_form.py, and what is done and asked in the rooms). Pages, files, letters and forms run on one database.
BOTH := $(wildcard tests/audit/test_*.py) $(addprefix tests/test_,any_form.py races.py lengths.py statements.py)
BOTH += $(wildcard $(addprefix tests/*/test_,actions.py agency_actions.py queries.py at_once.py scope_of_before.py))
BOTH += $(wildcard $(addprefix tests/*/test_,migrating.py older_files.py two_databases.py search_laws.py hand_written.py))
BOTH += $(addprefix tests/config/test_,background.py backup.py durability.py) tests/accounts/test_attempts.py
BOTH += $(addprefix tests/cycles/test_,locking.py clock_races.py windows.py fed_figures.py) tests/council/test_final.py
BOTH += $(addprefix tests/documents/test_,library.py room_for_files.py uploading.py) tests/plans/test_due_days.py
BOTH += tests/appraisal/test_appraising.py tests/desk/test_nearest_day.py tests/releases/test_releasing.py tests/results/test_runs.py
BOTH += tests/scores/test_stages.py tests/scores/test_last_year_of_many.py tests/units/test_scope.py tests/units/test_undoing.py
BOTH += $(addprefix tests/following/test_,completion.py settling.py)
BOTH += $(wildcard tests/*/test_killed.py) tests/council/test_deciding.py tests/appraisal/test_justifying.py
BOTH += $(addprefix tests/following/test_,board.py events.py mine.py products.py record_pages.py several.py standing.py)
BOTH += tests/surveys/test_actions_of_estimates.py
BOTH += $(addprefix tests/self_scoring/test_,progress.py saved_answer.py saving.py submitting.py)
BOTH += tests/surveys/test_taking.py tests/fieldwork/test_parting.py
BOTH += $(addprefix tests/fieldwork/test_,keying.py receiving.py together.py) tests/portal/test_door.py
BOTH += $(addprefix tests/surveys/test_,answers_from_files.py estimate_orders.py)
BOTH += $(addprefix tests/analysis/test_,library.py losses.py published.py remediation.py report.py report_files.py won.py)
BOTH += $(addprefix tests/following/test_,frames.py periodic_reports.py withdrawn_rounds.py)
# A test starts hundreds of processes: what they import is compiled once.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1

SPARK := .venv/spark
DEVELOPING := $(addprefix requirements/,base.txt build.txt dev.txt xlsform.txt)

.PHONY: setup production install-check demo test on-sqlite elsewhere lint types seeds bench spark pictures messages catalogues permissions chromium office fonts clean

setup: $(STAMPS)/python $(STAMPS)/node $(STAMPS)/catalogues

$(STAMPS)/venv:
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	@mkdir -p $(STAMPS) && touch $@

# Who develops has the reader of XLSForms, an extra of the installation: its tests are not left out.
$(STAMPS)/python: $(DEVELOPING) pyproject.toml | $(STAMPS)/venv
	$(BIN)/pip install -q --require-hashes $(addprefix -r ,$(DEVELOPING))
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
	@test -x /usr/bin/chromium-headless-shell || (apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium-headless-shell) || test -x /usr/bin/chromium

office:
	@test -x /usr/bin/soffice || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui libreoffice-calc-nogui)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --quiet --check src
	node_modules/.bin/prettier --check --log-level warn "src/**/*.{css,js}"
	node_modules/.bin/tsc -p jsconfig.json
	$(BIN)/lint-imports --no-cache

types: setup
	$(BIN)/mypy

test: setup chromium office
	DJANGO_SETTINGS_MODULE=cchc.config.settings_test $(BIN)/python -m django makemigrations --check --dry-run
	@$(MAKE) --no-print-directory -j4 -Oline lint types on-sqlite elsewhere

# Side by side, each in two processes: much of a test is waiting for processes, browsers and the database.
on-sqlite:
	$(BIN)/pytest $(TWO) --ignore=tests/e2e

elsewhere:
	$(BIN)/python tests/on_postgresql.py $(TWO) -m django_db $(BOTH)
	$(BIN)/pytest $(TWO) tests/e2e

seeds: setup chromium
	@test -d "$(SEEDS)" || (echo "The real plans are not in $(SEEDS); name their folder: make seeds SEEDS=…" && exit 1)
	SEEDS="$(abspath $(SEEDS))" $(BIN)/pytest -q tests/seeds.py tests/seeds_followed.py tests/e2e/seed_journey.py

install-check: setup
	CCHC_INSTALL=whole $(BIN)/pytest -q tests/install

fonts:
	@fc-list | grep -q NotoSans-Regular && fc-list | grep -q LiberationSerif && fc-list | grep -q DejaVuSans.ttf || \
	  (apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y -qq --no-install-recommends fontconfig fonts-noto-core fonts-liberation fonts-dejavu-core)

bench: setup office fonts
	$(BIN)/python -m benchmarks

java:
	@test -x /usr/bin/java || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y -qq --no-install-recommends default-jre-headless)

$(SPARK)/ready: $(DEVELOPING) requirements/spark.txt | $(STAMPS)/python
	$(PYTHON) -m venv $(SPARK)
	$(SPARK)/bin/pip install -q --require-hashes $(addprefix -r ,$(DEVELOPING) requirements/spark.txt)
	$(SPARK)/bin/pip install -q --no-deps --no-build-isolation -e .
	@touch $@

spark: $(SPARK)/ready java
	$(SPARK)/bin/pytest -q tests/surveys/spark.py

pictures: setup chromium
	$(BIN)/python -m tests.pictures $(AT)

permissions: setup
	$(BIN)/python tests/test_permissions.py

clean:
	rm -rf .venv node_modules
