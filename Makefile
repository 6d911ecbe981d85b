# Everything a person or a machine does with this repository. `make` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PREFIX ?= /usr/local
DESTDIR ?=
# Every n-th system call is a kill point of `make test`; `make crash EVERY=1` takes all.
EVERY ?= 7
# Every n-th system call of a command is a kill point of `make commands`.
COMMANDS ?= 12
# The number of the first kill point: where a sweep that was stopped goes on.
FROM ?= 0
# So often `make watch` kills the daemon.
KILLS ?= 12
# So many months of nights `make faketime` tells; the whole story is 24.
MONTHS ?= 2
# So many bits `make hostile` flips before `verify`.
FLIPS ?= 40
SWIFT ?= swift
PYTHON = $(if $(wildcard .venv/bin/python3),.venv/bin/python3,python3)
RELEASE := .build/release/receivables
export RECEIVABLES ?= $(CURDIR)/$(RELEASE)

.PHONY: help
help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: run-packages build ## build, run a night (a fresh clone: night one of the sample; NIGHT=2 the second) and say where to look
	@scripts/run-sample.sh

.PHONY: build
build: ## build the program for use, with Swift's libraries inside: .build/release/receivables
	@$(SWIFT) build -c release --product receivables --static-swift-stdlib --quiet

.PHONY: test
test: test-packages sample unit build scenarios cash loop dunning claims replay twin catalogue validate watch faketime hostile promises commands erase retention crash ## all tests: units, whole nights through the binary, two years replayed, validators from outside, kill sweep
	@echo "make test: all passed"

.PHONY: unit
unit: ## tests of the targets (swift test)
	@$(SWIFT) test --quiet $(if $(FILTER),--filter "$(FILTER)")

.PHONY: scenarios
scenarios: build ## whole nights through the binary (FILTER=word: only some; UPDATE_GOLDEN=1: rewrite the golden files)
	@$(PYTHON) Tests/scenarios/run.py $(if $(FILTER),--filter "$(FILTER)")

.PHONY: replay
replay: build ## any day of two made-up years, against an independent replay of the same events; files in any order
	@$(PYTHON) Tests/tools/replay.py
	@$(PYTHON) Tests/tools/order.py

.PHONY: loop
loop: build ## an ERP that books what it is told, in made-up stories: at the end it has booked what was paid (STORIES, SEED)
	@$(PYTHON) Tests/tools/loop.py --stories $(or $(STORIES),5) --seed $(or $(SEED),1)

.PHONY: dunning
dunning: build ## who hears what and when in made-up stories, decided by the program and by the rules told a second time (STORIES, SEED)
	@$(PYTHON) Tests/tools/dunning.py --stories $(or $(STORIES),8) --seed $(or $(SEED),1)

.PHONY: claims
claims: build ## interest, fees and lump sums in made-up stories, counted by the program and by the rules told a second time (STORIES, SEED)
	@$(PYTHON) Tests/tools/claims.py --stories $(or $(STORIES),6) --seed $(or $(SEED),1)

.PHONY: twin
twin: build ## a wrong export that was let in, retracted: nothing is left of it (KILLS: so many times the retract is killed)
	@$(PYTHON) Tests/tools/twin.py --kills $(KILLS)

.PHONY: catalogue
catalogue: build ## every nasty input of docs/nasty-inputs.md through the program
	@$(PYTHON) Tests/catalogue/run.py $(if $(FILTER),--filter "$(FILTER)")

.PHONY: validate
validate: build ## outputs of the sample through qpdf, poppler, pikepdf, csv, email and Chromium
	@if [ -e Tests/validators/run.py ]; then $(PYTHON) Tests/validators/run.py; fi

.PHONY: cash
cash: build ## 10,000 generated payments with ten kinds of noise: how many are applied, how many rightly (SEED=n: others)
	@$(PYTHON) Tests/cash/run.py --seed $(or $(SEED),1)

.PHONY: crash
crash: build ## kill a night at every EVERY-th system call, run again, compare (EVERY=1 CRASH="ENOSPC" or "powercut": the other faults; FROM=n: go on there)
	@$(PYTHON) Tests/tools/crash.py $(if $(CRASH),$(CRASH),kill) --every $(EVERY) --from $(FROM)
	@$(if $(CRASH),:,$(PYTHON) Tests/tools/crash.py kill --only unlink --broken && $(PYTHON) Tests/tools/crash.py powercut --every 40 --broken)

.PHONY: crash-all
crash-all: build ## every fault at every point, and a sample with two processes: kill, disk full, I/O error, quota, power cut; a line for each
	@$(PYTHON) Tests/tools/crash.py all

.PHONY: hostile
hostile: build ## links, odd names, races, full disks, other users, flipped bits (FLIPS=1000: so many)
	@$(PYTHON) Tests/tools/hostile.py --flips $(FLIPS)

.PHONY: promises
promises: build ## slow writers, huge and many files, hostile XML, card numbers, cut-off nights, locks, read-only disks, misspelt settings
	@$(PYTHON) Tests/tools/promises.py

.PHONY: commands
commands: build ## every command that writes, killed at every COMMANDS-th system call, typed again (COMMANDS=1: all)
	@$(PYTHON) Tests/tools/commands.py --every $(COMMANDS)

.PHONY: watch
watch: build ## the daemon: slow writers, signals, missed nights, kills (KILLS=100: so many)
	@$(PYTHON) Tests/tools/watch.py --kills $(KILLS)

.PHONY: faketime
faketime: build ## months of nights under clocks that are put back, go ahead and miss nights, against explicit dates (MONTHS=24: so many)
	@$(PYTHON) Tests/tools/faketime.py --months $(MONTHS)

.PHONY: erase
erase: build ## is an erased customer gone from every byte, also when the erasure is killed?
	@$(PYTHON) Tests/tools/erase.py

.PHONY: retention
retention: build ## does what is too old go, only that, and also when the removing is killed?
	@$(PYTHON) Tests/tools/retention.py

.PHONY: sample
sample: ## the committed sample is what sample/generate.py writes
	@$(PYTHON) sample/generate.py --check

.PHONY: check
check: run-packages ## lint, layering, warnings as errors, docs up to date, house rules
	@scripts/check.sh

.PHONY: docs
docs: run-packages ## rewrite what is generated: schema and settings in docs/, completions
	@UPDATE_GOLDEN=1 $(SWIFT) test --quiet --filter SettingsDocumentationTests
	@RECEIVABLES=$(CURDIR)/.build/debug/receivables scripts/make-completions.py

.PHONY: bench-history
bench-history: build ## aging of a year ago against today's, over ten million versions
	@python3 Tests/bench/history.py

.PHONY: bench-year
bench-year: build ## a year of nights one after the other: the last against those after a quarter of it, what the state grows by
	@python3 Tests/bench/year.py

.PHONY: bench-letters
bench-letters: build ## 10,000 letters in one print file: CPU of the document writer, time with one process and two, memory, size
	@$(PYTHON) Tests/bench/letters.py

.PHONY: bench
bench: build ## the nightly job at 100,000 and 1,000,000 open invoices against DuckDB
	@Tests/bench/run.sh

.PHONY: fuzz
fuzz: SECONDS ?= 60
fuzz: run-packages ## readers, configuration, templates, mail headers and file names against random input for SECONDS=60 each, with libFuzzer and AddressSanitizer
	@Tests/Fuzz/run.sh $(SECONDS)

.PHONY: install
install: build ## install program, man page, completions and systemd units (PREFIX=/usr/local, DESTDIR for packagers)
	@scripts/install.sh $(RELEASE) "$(PREFIX)" "$(DESTDIR)"

.PHONY: deb
deb: run-packages build ## a Debian package of the program in .build/deb
	@scripts/make-deb.sh

.PHONY: check-deb
check-deb: deb ## the package installs, runs a night and is removed cleanly in a clean Debian (root; made of this machine's packages, no network)
	@Tests/tools/check_deb.sh

.PHONY: clean
clean: ## remove what was built; inbox, outbox, archive and state stay
	@rm -rf .build .venv
	@find Tests sample -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: run-packages test-packages
run-packages:
	@scripts/install-packages.sh run
test-packages:
	@scripts/install-packages.sh test
