# One Makefile for everything.  `make help` lists the targets; V=1 shows the commands.
VERSION := 0.1
PREFIX  ?= /usr/local
SYSCONF ?= /etc
DESTDIR ?=

# Packages first, before anything below asks for one (pkg-config).  Which groups of
# etc/packages a target needs; what is missing is installed, or named when not root.
NEED_all     := build
NEED_install := build
NEED_run     := build run
NEED_check   := build run test
NEED_unit    := $(NEED_check)
NEED_bats    := $(NEED_check)
NEED_bench   := $(NEED_check)
NEED_san     := $(NEED_check)
NEED_lint    := $(NEED_check) lint
NEED_fuzz    := build lint
NEED_fmt     := lint
NEED := $(sort $(foreach goal,$(or $(MAKECMDGOALS),all),$(NEED_$(goal))))
ifeq ($(findstring n,$(firstword -$(MAKEFLAGS))),)
ifneq ($(and $(NEED),$(shell etc/bootstrap $(NEED) >&2 || echo missing)),)
$(error packages are missing)
endif
endif
# As many jobs as processors, unless told; but `make clean all` in that order.
ifeq ($(MAKELEVEL)$(filter clean,$(MAKECMDGOALS)),0)
MAKEFLAGS += --no-print-directory -j$(shell nproc)
endif

CC      ?= cc
CLANG   ?= clang-14
FORMAT  ?= clang-format-14
# VARIANT keeps object trees apart, so a sanitizer build never mixes with a plain one.
VARIANT ?= plain
O       := bin/.obj/$(VARIANT)
Q       := $(if $(V),,@)

STD     := -std=c17 -D_GNU_SOURCE -DINKAN_VERSION='"$(VERSION)"' -Isrc/lib -I$O/gen
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
           -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla
HARDEN  := -O2 -g -fstack-protector-strong -fstack-clash-protection -fcf-protection \
           -D_FORTIFY_SOURCE=2 -fPIE
LDHARD  := -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed
SAN     := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
ifeq ($(VARIANT),san)
HARDEN  := $(SAN)
LDHARD  := $(SAN)
endif
ifeq ($(VARIANT),fuzz)
HARDEN  := $(SAN) -fsanitize=fuzzer-no-link
LDHARD  := $(SAN) -fsanitize=fuzzer
endif
# -isystem: p11-kit's headers are not ours to warn about.
P11     := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags p11-kit-1 2>/dev/null))
LIBS    := -lgnutls -ltasn1 -lcbor -ljansson -lp11-kit -llmdb
ALLC    := $(STD) $(WARN) $(HARDEN) $(P11) $(CPPFLAGS) $(CFLAGS)

LIBSRC  := $(wildcard src/lib/*/*.c)
ASN1    := $(wildcard src/asn1/*.asn)
CMDSRC  := $(wildcard src/cmd/*.c)
TESTSRC := $(wildcard test/unit/*.c test/fuzz/*.c)
PROGS   := $(CMDSRC:src/cmd/%.c=%)
MAN     := $(wildcard src/cmd/*.1 src/man/*.[578])
PIPES   := $(filter-out %/run-demo,$(shell find pipelines -type f))
CDDL    := $(sort $(wildcard src/cddl/*.cddl))
PROFILE := $(sort $(wildcard etc/profiles/*.profile))
GENC    := $(ASN1:src/asn1/%.asn=$O/gen/%_asn1_tab.c) $O/gen/record_table.c \
           $O/gen/profile_table.c
LIBOBJ  := $(LIBSRC:%.c=$O/%.o) $(GENC:%.c=%.o)
BINDIR  := $(if $(filter plain,$(VARIANT)),bin,$O/bin)
BINS    := $(PROGS:%=$(BINDIR)/%)
UNITS   := $(patsubst test/unit/%.c,$O/unit/%,$(wildcard test/unit/*.c))
FUZZERS := $(patsubst test/fuzz/%.c,$O/fuzz/%,$(wildcard test/fuzz/$(or $(FUZZ),*).c))
SUITES  := $(wildcard test/$(or $(T),*).bats)

.PHONY: all objects check unit bats san fuzz fuzzers bench rooms lint fmt install run clean help
.DELETE_ON_ERROR:
.SECONDARY:

all: $O/libinkan.a $(BINS)      ## build every program into bin/

$O/libinkan.a: $(LIBOBJ)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

# One program, one unit test, one fuzzer: an object and the library.
define link
	@mkdir -p $(@D)
	@echo "  link $@"
	$(Q)$(CC) $(ALLC) $(LDHARD) $(LDFLAGS) -o $@ $^ $(LIBS)
endef
$(BINDIR)/%: $O/src/cmd/%.o $O/libinkan.a; $(link)
$O/unit/%: $O/test/unit/%.o $O/libinkan.a; $(link)
$O/fuzz/%: $O/test/fuzz/%.o $O/libinkan.a; $(link)

$O/%.o: %.c Makefile | $(GENC)
	@mkdir -p $(@D)
	@echo "  $(CC) $<"
	$(Q)$(CC) $(ALLC) -MMD -MP -c -o $@ $<

$O/gen/%_asn1_tab.c: src/asn1/%.asn
	@mkdir -p $(@D)
	@echo "  asn1Parser $<"
	$(Q)asn1Parser -o $@ -n $*_asn1_tab $< 2>$@.log || { cat $@.log; false; }

$O/gen/record_table.c: src/cddl/record.awk $(CDDL)
	@mkdir -p $(@D)
	@echo "  awk $<"
	$(Q)LC_ALL=C awk -f $< $(CDDL) >$@
$O/gen/record_table.o: $(wildcard src/lib/record/*.h)

$O/gen/profile_table.c: src/lib/profile/profile.awk $(PROFILE)
	@mkdir -p $(@D)
	@echo "  awk $<"
	$(Q)LC_ALL=C awk -f $< $(PROFILE) >$@
$O/gen/profile_table.o: $(wildcard src/lib/profile/*.h)

$O/gen/%.o: $O/gen/%.c
	$(Q)$(CC) $(STD) $(HARDEN) $(CFLAGS) -c -o $@ $<

objects: $(LIBOBJ) $(CMDSRC:%.c=$O/%.o) $(TESTSRC:%.c=$O/%.o)

check: $(BINS) $(UNITS)         ## all tests; the last line counts them
	@INKAN_BIN=$(BINDIR) test/run test/rooms.sh $(UNITS) $(SUITES)
unit: $(UNITS)                  ## the C unit programs alone
	@test/run $(UNITS)
bats: $(BINS)                   ## the command-line suites alone; T=crl-verify for one
	@INKAN_BIN=$(BINDIR) test/run $(SUITES)
san:                            ## all tests under AddressSanitizer and UBSan
	@$(MAKE) VARIANT=san check
fuzz:                           ## each fuzzer for FUZZTIME=60 seconds; FUZZ=name for one
	@$(MAKE) VARIANT=fuzz CC=$(CLANG) fuzzers
	@test/fuzz/run bin/.obj/fuzz/fuzz $(FUZZ)
fuzzers: $(FUZZERS)
bench: all                      ## measure, against OpenSSL and against SHA-256
	@test/bench/run
rooms:                          ## no library includes what its room may not
	@sh test/rooms.sh
lint: all rooms                 ## warnings of two compilers, formatting, shell, manual
	@$(MAKE) -k VARIANT=lint-gcc CC=gcc CFLAGS=-Werror objects
	@$(MAKE) -k VARIANT=lint-clang CC=$(CLANG) CFLAGS=-Werror objects
	$(Q)$(FORMAT) --dry-run -Werror $(CMDSRC) $(LIBSRC) $(TESTSRC) $(wildcard src/lib/*/*.h)
	@test/lint
fmt:                            ## format the C in place
	$(Q)$(FORMAT) -i $(CMDSRC) $(LIBSRC) $(TESTSRC) $(wildcard src/lib/*/*.h)

SHARE   := $(DESTDIR)$(PREFIX)/share
install: all                    ## into PREFIX, SYSCONF, DESTDIR; keeps a configuration
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/man $(SHARE)/doc/inkan
	install -m 755 $(BINS) $(DESTDIR)$(PREFIX)/bin/
	@set -e; for f in $(PIPES:pipelines/%=%); do \
	  install -D -m 755 pipelines/$$f $(DESTDIR)$(PREFIX)/libexec/inkan/$$f; done
	@set -e; for m in $(MAN); do \
	  install -D -m 644 $$m $(SHARE)/man/man$${m##*.}/$${m##*/}; done
	install -D -m 644 etc/bash-completion/inkan $(SHARE)/bash-completion/completions/inkan
	@for p in $(PROGS); do ln -sf inkan $(SHARE)/bash-completion/completions/$$p; done
	cp -R README etc $(SHARE)/doc/inkan/
	@[ -e $(DESTDIR)$(SYSCONF)/inkan/inkan.conf ] || \
	  install -D -m 644 etc/inkan.conf $(DESTDIR)$(SYSCONF)/inkan/inkan.conf
run: all                        ## the demonstration: 48 authorities, one day, into var/
	@pipelines/run-demo
clean:                          ## remove what the build made (not var/)
	rm -rf bin
help:                           ## this
	@sed -n 's/^\([a-z]*\):.*## /  \1\t/p' Makefile

-include $(shell find $O -name '*.d' 2>/dev/null)
