# SPDX-License-Identifier: MIT
# libslacore: see README.md. `make help` lists what there is.
.DEFAULT_GOAL := all
VERSION := 0.1.0
SOVERSION := 0

PREFIX ?= /usr/local
DESTDIR ?=
BUILD ?= build
CC ?= cc
CFLAGS ?= -O2 -g
PKG_CONFIG ?= pkg-config
AR ?= ar

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
        -Wcast-qual -Wwrite-strings -Wvla -Wundef
LIB_PKGS := libical yaml-0.1
CLI_PKGS := jansson yaml-0.1
override CPPFLAGS += -Iinclude -Isrc -D_POSIX_C_SOURCE=200809L
ALL_CFLAGS = -std=c11 $(WARN) $(WERROR) -fPIC -fvisibility=hidden -MMD -MP $(CFLAGS)

# Commands are told in a word; V=1 shows them whole.
Q := $(if $(V),,@)
say = @printf '%-8s %s\n' $(1) $(2)

# Asked when a recipe runs, not when this file is read: `make deps all` works on a bare machine.
flags = $(shell $(PKG_CONFIG) $(1))

LIB_SRC := $(sort $(wildcard src/base/*.c src/calendar/*.c src/policy/*.c src/ticket/*.c))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
HOLIDAYS := $(sort $(wildcard src/calendar/holidays/*.ics))
HEADERS := $(sort $(wildcard include/slacore/*.h))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/src/calendar/bundled.o
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/%.o)

STATIC := $(BUILD)/libslacore.a
SHARED := $(BUILD)/libslacore.so.$(VERSION)
SONAME := libslacore.so.$(SOVERSION)
COMMAND := $(BUILD)/slacore

all: $(STATIC) $(SHARED) $(COMMAND) ## the shared and the static library and the slacore command

deps: ## install what is missing to build, test and see the demonstration
	@sh .ci/deps

deps-all: ## ...and what `make check-all` needs
	@sh .ci/deps all

# `make deps check` installs before it builds, whatever -j says.
AFTER_DEPS := $(filter deps deps-all,$(MAKECMDGOALS))

$(BUILD)/%.o: %.c | $(AFTER_DEPS)
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(call flags,--cflags $(LIB_PKGS) $(CLI_PKGS)) -c -o $@ $<

# The bundled holiday calendars as C text, so that the library works with no file on disk.
$(BUILD)/src/calendar/bundled.c: src/calendar/holidays/embed.awk $(HOLIDAYS)
	@mkdir -p $(@D)
	$(call say,awk,$@)
	$(Q)LC_ALL=C awk -f src/calendar/holidays/embed.awk $(HOLIDAYS) > $@.tmp && mv $@.tmp $@
$(BUILD)/src/calendar/bundled.o: $(BUILD)/src/calendar/bundled.c
	$(call say,cc,$<)
	$(Q)$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(STATIC): $(LIB_OBJ)
	@rm -f $@
	$(call say,ar,$@)
	$(Q)$(AR) rcs $@ $^

$(SHARED): $(LIB_OBJ) src/libslacore.map
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) \
	    -Wl,--version-script=src/libslacore.map -Wl,-z,defs -Wl,--as-needed -o $@ $(LIB_OBJ) \
	    $(call flags,--libs $(LIB_PKGS)) -lpthread
	$(Q)ln -sf $(@F) $(BUILD)/$(SONAME)
	$(Q)ln -sf $(@F) $(BUILD)/libslacore.so

# The command uses the public interface alone; it runs from the build folder and when installed.
$(COMMAND): $(CLI_OBJ) $(SHARED)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(CLI_OBJ) -L$(BUILD) -lslacore \
	    -Wl,-rpath,'$$ORIGIN:$$ORIGIN/../lib' $(call flags,--libs $(CLI_PKGS))

# ---------------------------------------------------------------- installing
install: all ## install under PREFIX (with DESTDIR in front)
	@sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@VERSION@|$(VERSION)|' pkgconfig/slacore.pc.in \
	    > $(BUILD)/slacore.pc
	install -d $(DESTDIR)$(PREFIX)/include/slacore $(DESTDIR)$(PREFIX)/lib/pkgconfig \
	    $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/slacore/holidays \
	    $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/doc/slacore
	install -m 644 $(HEADERS) $(DESTDIR)$(PREFIX)/include/slacore
	install -m 644 $(STATIC) $(DESTDIR)$(PREFIX)/lib
	install -m 755 $(SHARED) $(DESTDIR)$(PREFIX)/lib
	ln -sf $(notdir $(SHARED)) $(DESTDIR)$(PREFIX)/lib/$(SONAME)
	ln -sf $(notdir $(SHARED)) $(DESTDIR)$(PREFIX)/lib/libslacore.so
	install -m 644 $(BUILD)/slacore.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig
	install -m 755 $(COMMAND) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(HOLIDAYS) $(DESTDIR)$(PREFIX)/share/slacore/holidays
	install -m 644 src/cli/slacore.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 src/policy/README.md $(DESTDIR)$(PREFIX)/share/doc/slacore/policy.md

uninstall: ## remove what install put there
	rm -rf $(DESTDIR)$(PREFIX)/include/slacore $(DESTDIR)$(PREFIX)/share/slacore \
	    $(DESTDIR)$(PREFIX)/share/doc/slacore
	rm -f $(DESTDIR)$(PREFIX)/lib/libslacore.a $(DESTDIR)$(PREFIX)/lib/libslacore.so* \
	    $(DESTDIR)$(PREFIX)/lib/pkgconfig/slacore.pc $(DESTDIR)$(PREFIX)/bin/slacore \
	    $(DESTDIR)$(PREFIX)/share/man/man1/slacore.1

dist: ## a source archive under dist/
	@mkdir -p dist
	git archive --format=tar.gz --prefix=slacore-$(VERSION)/ -o dist/slacore-$(VERSION).tar.gz HEAD
	@echo dist/slacore-$(VERSION).tar.gz

demo: $(COMMAND) ## see a real agreement keep watch over tickets
	@SLACORE=$(COMMAND) sh examples/demo.sh

# ---------------------------------------------------------------- tests
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
UNIT := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/tests/unit/%)
TEST_CFLAGS = -Itests -std=c11 $(WARN) $(WERROR) -Wno-missing-prototypes -MMD -MP $(CFLAGS)
TEST_LIBS = $(STATIC) $(call flags,--cflags --libs cmocka $(LIB_PKGS) $(CLI_PKGS)) -lpthread

$(BUILD)/tests/unit/%: tests/unit/%.c $(STATIC)
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(CPPFLAGS) $(TEST_CFLAGS) -o $@ $< $(TEST_LIBS)

$(BUILD)/tests/oom/test_oom: tests/oom/test_oom.c $(STATIC)
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(CPPFLAGS) $(TEST_CFLAGS) -fno-builtin -o $@ $< $(TEST_LIBS) -ldl

# Against the shared library, as a host would call it.
$(BUILD)/tests/bench/bench: tests/bench/bench.c $(SHARED)
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(CPPFLAGS) -std=c11 $(WARN) $(CFLAGS) -o $@ $< -L$(BUILD) -lslacore -Wl,-rpath,'$$ORIGIN/../..'

# `make check-unit` runs all, `make check-unit T=zone` those whose name has it.
check-unit: $(UNIT)
	@set -e; for t in $(if $(T),$(foreach u,$(UNIT),$(if $(findstring $(T),$(u)),$(u))),$(UNIT)); do \
	    echo "== $$t"; $$t; done

# Models that share no code with the library, on random input; the seed is printed.
MODEL_SRC := $(sort $(wildcard tests/model/*.c))
MODEL_OBJ := $(MODEL_SRC:%.c=$(BUILD)/%.o)
MODEL := $(BUILD)/tests/model/test_model

$(MODEL): $(MODEL_OBJ) $(STATIC)
	$(call say,link,$@)
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(MODEL_OBJ) $(STATIC) $(call flags,--libs $(LIB_PKGS)) \
	    -lpthread

check-model: $(MODEL) ## the library against two slow and obvious models
	@$(MODEL)

check-model-long: $(MODEL) ## the same for minutes: a million histories, every zone
	@$(MODEL) --long

check-zones: $(BUILD)/tests/zones/zones ## every zone of this system as the C library reads it
	@sh tests/zones/check.sh $<
$(BUILD)/tests/zones/zones: tests/zones/zones.c $(STATIC)
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(CPPFLAGS) $(TEST_CFLAGS) -o $@ $< $(TEST_LIBS)

check-map: $(SHARED) ## the exported symbols, the version map and the headers agree
	@sh tests/install/symbols.sh $(SHARED)

check-headers: ## each public header compiles alone, as C99 to C23 and C++98 to C++20
	@CC='$(CC)' sh tests/install/headers.sh

check-install: all ## install, build the quickstart against it, use it, uninstall
	@CC='$(CC)' MAKE='$(MAKE)' BUILD=$(BUILD) sh tests/install/run.sh

check-cli: $(COMMAND) ## the command: each case's output and exit status
	@set -e; for t in tests/cli/*.sh; do echo "== $$t"; SLACORE=$(COMMAND) sh $$t; done

check-oom: $(BUILD)/tests/oom/test_oom ## every allocation fails in turn
	@$<

check: check-unit check-model check-cli check-zones check-map check-headers check-install ## all quick tests
	@echo 'check: all passed'

SANITIZED := BUILD=$(BUILD)/sanitized CC=gcc \
    CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer'

check-all: deps-all ## ...and sanitizers, a second compiler, failing memory, a million histories
	@$(MAKE) --no-print-directory -j2 $(SANITIZED) check-unit check-cli
	@$(MAKE) --no-print-directory -j2 BUILD=$(BUILD)/clang CC=clang WERROR=-Werror all check-unit
	@$(MAKE) --no-print-directory -j2 BUILD=$(BUILD)/gcc CC=gcc WERROR=-Werror all
	@$(MAKE) --no-print-directory -j2 check-oom check-model-long
	@LC_ALL=C.UTF-8 MANROFFSEQ= MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z src/cli/slacore.1 2>&1 >/dev/null | \
	    { ! grep .; }
	@echo 'check-all: all passed'

bench: $(COMMAND) $(BUILD)/tests/bench/bench ## what the questions cost
	@sh tests/bench/run.sh $(BUILD)/tests/bench/bench $(COMMAND)

clean: ## remove what was built
	rm -rf $(BUILD) dist

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

.PHONY: all deps deps-all install uninstall dist demo check check-unit check-zones check-map \
    check-headers check-install check-cli check-model check-model-long check-oom check-all bench \
    clean help
-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(UNIT:=.d) $(MODEL_OBJ:.o=.d)
