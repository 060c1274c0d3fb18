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
CLI_PKGS := jansson
override CPPFLAGS += -Iinclude -Isrc -D_POSIX_C_SOURCE=200809L
ALL_CFLAGS = -std=c11 $(WARN) -fPIC -fvisibility=hidden -MMD -MP $(CFLAGS)

LIB_SRC := $(sort $(wildcard src/base/*.c src/calendar/*.c src/policy/*.c src/ticket/*.c))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
HOLIDAYS := $(sort $(wildcard src/calendar/holidays/*.ics))
LIB_OBJ := $(LIB_SRC:%.c=$(BUILD)/%.o) $(BUILD)/src/calendar/bundled.o
CLI_OBJ := $(CLI_SRC:%.c=$(BUILD)/%.o)

STATIC := $(BUILD)/libslacore.a
SHARED := $(BUILD)/libslacore.so.$(VERSION)
SONAME := libslacore.so.$(SOVERSION)

all: $(STATIC) $(SHARED) $(if $(CLI_SRC),$(BUILD)/slacore)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(shell $(PKG_CONFIG) --cflags $(LIB_PKGS) $(CLI_PKGS)) -c -o $@ $<

# The bundled holiday calendars as C text, so that the library works with no file on disk.
$(BUILD)/src/calendar/bundled.c: src/calendar/holidays/embed.awk $(HOLIDAYS)
	@mkdir -p $(@D)
	LC_ALL=C awk -f src/calendar/holidays/embed.awk $(HOLIDAYS) > $@.tmp && mv $@.tmp $@
$(BUILD)/src/calendar/bundled.o: $(BUILD)/src/calendar/bundled.c
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

$(STATIC): $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(SHARED): $(LIB_OBJ) src/libslacore.map
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=src/libslacore.map \
	    -Wl,-z,defs -Wl,--as-needed -o $@ $(LIB_OBJ) $(shell $(PKG_CONFIG) --libs $(LIB_PKGS)) -lpthread
	ln -sf $(@F) $(BUILD)/$(SONAME)
	ln -sf $(@F) $(BUILD)/libslacore.so

# The command uses the public interface alone; it runs from the build folder and when installed.
$(BUILD)/slacore: $(CLI_OBJ) $(SHARED)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(CLI_OBJ) -L$(BUILD) -lslacore \
	    -Wl,-rpath,'$$ORIGIN:$$ORIGIN/../lib' $(shell $(PKG_CONFIG) --libs $(CLI_PKGS))

# ---------------------------------------------------------------- tests
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
UNIT := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/tests/unit/%)

$(BUILD)/tests/unit/%: tests/unit/%.c $(STATIC)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -Itests -std=c11 $(WARN) -Wno-missing-prototypes -MMD -MP $(CFLAGS) -o $@ $< $(STATIC) \
	    $(shell $(PKG_CONFIG) --cflags --libs cmocka $(LIB_PKGS)) -lpthread

# `make check-unit` runs all, `make check-unit T=zone` those whose name has it.
check-unit: $(UNIT)
	@set -e; for t in $(foreach u,$(UNIT),$(if $(findstring $(T),$(u)),$(u))); do echo "== $$t"; $$t; done

clean:
	rm -rf $(BUILD) dist

.PHONY: all check-unit clean
-include $(LIB_OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(UNIT:=.d)
