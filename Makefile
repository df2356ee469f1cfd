# One Makefile, no recursion.  `make help` lists the targets.
VERSION := 0.1
PREFIX  ?= /usr/local
DESTDIR ?=

CC      ?= cc
CLANG   ?= clang-14
# VARIANT keeps object trees apart, so a sanitizer build never mixes with a plain one.
VARIANT ?= plain
O       := bin/.obj/$(VARIANT)

STD     := -std=c17 -D_GNU_SOURCE -DINKAN_VERSION='"$(VERSION)"' -Isrc/lib -I$O/gen
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
           -Wmissing-prototypes -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla
HARDEN  := -O2 -g -fstack-protector-strong -fstack-clash-protection -fcf-protection \
           -D_FORTIFY_SOURCE=2 -fPIE
LDHARD  := -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed
ifeq ($(VARIANT),san)
HARDEN  := -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
LDHARD  := -fsanitize=address,undefined
endif
# -isystem: p11-kit's headers are not ours to warn about.
P11     := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags p11-kit-1 2>/dev/null))
LIBS    := -lgnutls -ltasn1 -lcbor -ljansson -lp11-kit -llmdb
ALLC    := $(STD) $(WARN) $(HARDEN) $(P11) $(CPPFLAGS) $(CFLAGS)

LIBSRC  := $(wildcard src/lib/*/*.c)
ASN1    := $(wildcard src/asn1/*.asn)
CMDSRC  := $(wildcard src/cmd/*.c)
PROGS   := $(CMDSRC:src/cmd/%.c=%)
MAN     := $(wildcard src/cmd/*.1 src/man/*.[57])
GENC    := $(ASN1:src/asn1/%.asn=$O/gen/%_asn1_tab.c)
LIBOBJ  := $(LIBSRC:%.c=$O/%.o) $(GENC:%.c=%.o)
BINDIR  := $(if $(filter plain,$(VARIANT)),bin,$O/bin)
BINS    := $(PROGS:%=$(BINDIR)/%)
UNITS   := $(patsubst test/unit/%.c,$O/unit/%,$(wildcard test/unit/*.c))
FUZZERS := $(patsubst test/fuzz/%.c,$O/fuzz/%,$(wildcard test/fuzz/*.c))

.PHONY: all
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BINS)                    ## build every program into bin/

$O/libinkan.a: $(LIBOBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(BINDIR)/%: $O/src/cmd/%.o $O/libinkan.a
	@mkdir -p $(@D)
	$(CC) $(ALLC) $(LDHARD) $(LDFLAGS) -o $@ $^ $(LIBS)

$O/%.o: %.c Makefile | $(GENC)
	@mkdir -p $(@D)
	$(CC) $(ALLC) -MMD -MP -c -o $@ $<

$O/gen/%_asn1_tab.c: src/asn1/%.asn
	@mkdir -p $(@D)
	asn1Parser -o $@ -n $*_asn1_tab $<

$O/gen/%.o: $O/gen/%.c
	$(CC) $(STD) $(HARDEN) $(CFLAGS) -c -o $@ $<

$O/unit/%: $O/test/unit/%.o $O/libinkan.a
	@mkdir -p $(@D)
	$(CC) $(ALLC) $(LDHARD) $(LDFLAGS) -o $@ $^ $(LIBS)

$O/fuzz/%: test/fuzz/%.c $(LIBSRC) $(GENC)
	@mkdir -p $(@D)
	$(CLANG) $(STD) $(P11) -g -O1 -fsanitize=fuzzer,address,undefined -o $@ $^ $(LIBS)

-include $(shell find $O -name '*.d' 2>/dev/null)
