# Two commands for a newcomer: `make demo` and `make test`. `make` alone lists all.
.DEFAULT_GOAL := help
.PHONY: help setup setup-test demo test near check lint bench docs site pictures features mutants population attack samples snapshots bill container clean-cache lock
SHELL := /bin/bash
# Each of some hundred processes of the tests would otherwise compile all of the program again.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
OUT := out
TIER := not slow

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

setup: ## Install what is missing: libraries, fonts, .venv
	@python3 scripts/setup.py run

setup-test:
	@python3 scripts/setup.py test

demo: setup ## Render both samples into out/
	@$(BIN)/python scripts/demo.py $(OUT)

test: setup-test ## Run the tests of all of the program; what takes long is left to `make check`
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "$(TIER)" $(PYTEST)

near: setup-test ## Run the tests that the change in the working tree can reach, the nearest first (BUDGET=45s, BASE=HEAD)
	@$(BIN)/python scripts/near.py "$(BUDGET)" "$(BASE)"

lint: setup-test ## Everything of `make check` but the tests
	@$(BIN)/python scripts/lint.py

check: lint ## Format, lint, types, import order, templates, styles, docs, and every test
	@$(MAKE) --no-print-directory test TIER=

bench: setup ## Measure reports, commands, reading, checks, scoring and trust, each against its bar; other engines too
	@missed=; for part in bench bench.intake bench.checks bench.scoring bench.trust bench.scale bench.workbench bench.suite; do \
	  $(BIN)/python -m $$part || missed="$$missed $$part"; done; test -z "$$missed" || { echo "missed:$$missed"; exit 1; }

docs: setup ## Write the generated parts of the documents anew
	@$(BIN)/python -m scripts.docs

site: setup ## Build the documents as a site into out/site, which opens from the folder and loads nothing from elsewhere
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet --site-dir $(OUT)/site
	@echo "$(OUT)/site/index.html"

pictures: setup ## Draw the pages of docs/gallery.md anew
	@$(BIN)/python -m scripts.docs --pictures

features: setup ## List the features that no test proves yet
	@$(BIN)/python scripts/features.py $(PART)

attack: setup-test ## Damaged inputs, deaths and failing disks at every write, contests of eight (BUDGET=20m SEED=1)
	@cd tests && PYTHONPATH=.:.. ../$(BIN)/python -m attack "$(or $(BUDGET),20m)" "$(or $(SEED),1)"

mutants: setup-test ## Break the program and see whether tests notice (PART=scoring BUDGET=10m COUNT=200 SEED=1)
	@$(BIN)/python scripts/mutants.py "$(or $(PART),scoring)" "$(or $(BUDGET),10m)" "$(or $(COUNT),200)" "$(or $(SEED),1)"

population: setup-test ## Draw hospitals and follow each to the end: check, render, review, issue, verify (COUNT=40 FROM=1, or SEEDS="8 27")
	@COUNT="$(or $(COUNT),40)" FROM="$(or $(FROM),1)" SEEDS="$(SEEDS)" $(BIN)/python -m pytest -n 2 -q tests/population

samples: setup ## Rebuild the workbooks of samples/renhe
	@$(BIN)/python -m scripts.renhe

snapshots: setup-test ## Keep the reports as they look now; what changed goes to out/snapshots
	@rm -rf $(OUT)/snapshots
	@$(BIN)/python -m pytest -n 2 -q tests/snapshots --renew-snapshots
	@ls $(OUT)/snapshots/*.png 2>/dev/null || echo "no page looks different"

bill: setup ## Write the bill of materials (CycloneDX) and the notices of third parties into out/
	@$(BIN)/python scripts/bill.py $(OUT)

container: ## Try the steps of Containerfile on a bare Debian (as root, with debootstrap)
	@python3 scripts/container.py

clean-cache: ## Forget what tests made once and kept between runs
	@python3 scripts/clean_cache.py

lock: setup ## Choose the newest versions anew and write requirements.lock
	@$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --extra dev --upgrade --only-binary :all: --quiet pyproject.toml --output-file requirements.lock
	@$(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
	  --python-version 3.11 --extra bench --constraint requirements.lock --only-binary :all: --quiet pyproject.toml \
	  --output-file bench/peers/requirements.lock
