# house - what all programs have in common, and what the tree promises whoever builds it.
load helper

programs() { basename -s .c "$PROJECT"/src/cmd/*.c; }

@test "every program prints help and version, and fails with 74 when it cannot" {
	for program in $(programs); do
		run -0 --separate-stderr "$program" --help
		[[ ${lines[0]} == "$program - "* ]]
		[ -z "$stderr" ]
		run -0 --separate-stderr "$program" -V
		[ "$output" = "$program (inkan) 0.1" ]
		run -74 --separate-stderr bash -c '"$0" --help >/dev/full' "$program"
		[ "$stderr" = "$program: standard output: No space left on device" ]
		run -74 bash -c '"$0" --version >&-' "$program"
	done
}

@test "an unknown option is 64, with one line that says where to read on" {
	for program in $(programs); do
		run -64 --separate-stderr bash -c '"$0" --no-such-option </dev/null' "$program"
		[ -z "$output" ]
		[ "$stderr" = \
			"$program: unknown option --no-such-option; see $program --help" ]
	done
}

@test "completion offers the options that --help lists, and files after -s" {
	# shellcheck source=../etc/bash-completion/inkan
	. "$PROJECT/etc/bash-completion/inkan"
	for program in $(programs); do
		COMP_WORDS=("$program" --) COMP_CWORD=1
		_inkan "$program" -- "$program"
		[[ " ${COMPREPLY[*]} " == *" --dry-run "* ]]
		offered=$(printf '%s\n' "${COMPREPLY[@]}" | sort)
		listed=$("$program" --help | grep -oP '^  (-\w, )?\K--[a-z0-9-]+' | sort)
		[ "$offered" = "$listed" ]
		run -0 complete -p "$program"
	done
	COMP_WORDS=(store-show -s -) COMP_CWORD=2
	_inkan store-show - -s
	[ ${#COMPREPLY[@]} = 0 ]
	COMP_WORDS=(record-encode re) COMP_CWORD=1
	_inkan record-encode re record-encode
	[ "${COMPREPLY[*]}" = "receipt revocation" ]
}

@test "bootstrap is silent when all is there, and names what is missing when not root" {
	mkdir -p "$BATS_TEST_TMPDIR/etc"
	cd "$BATS_TEST_TMPDIR"
	cp "$PROJECT/etc/bootstrap" etc/
	printf 'a:\nbash\n# b\nb: # of nobody\nno-such-package # a comment\nc:\nmake\n' \
		>etc/packages
	run -0 sh etc/bootstrap a c
	[ -z "$output" ]
	mkdir bin
	printf '#!/bin/sh\necho 1000\n' >bin/id
	chmod +x bin/id
	PATH=$PWD/bin:$PATH run -1 sh etc/bootstrap a b c
	[ "$output" = "packages are missing; as root: apt-get update && apt-get install -y \
--no-install-recommends no-such-package" ]
}

@test "bootstrap as root installs what is missing, and only that" {
	mkdir -p "$BATS_TEST_TMPDIR/etc" "$BATS_TEST_TMPDIR/bin"
	cd "$BATS_TEST_TMPDIR"
	cp "$PROJECT/etc/bootstrap" etc/
	printf 'a:\nbash\nno-such-package\n' >etc/packages
	printf '#!/bin/sh\necho 0\n' >bin/id
	printf '#!/bin/sh\necho "$@" >>called\necho chatter\n' >bin/apt-get
	chmod +x bin/*
	PATH=$PWD/bin:$PATH run -0 sh etc/bootstrap a
	[ "$output" = "installing: no-such-package" ]
	[ "$(cat called)" = "-q update
install -y --no-install-recommends no-such-package" ]
	printf '#!/bin/sh\necho "E: no network"\nexit 100\n' >bin/apt-get
	PATH=$PWD/bin:$PATH run -1 sh etc/bootstrap a
	[ "${lines[1]}" = "E: no network" ]
}

@test "run counts tests, skips and failures, and a suite that dies is a failure" {
	cd "$BATS_TEST_TMPDIR"
	printf '@test "a" { :; }\n@test "b" { skip "why"; }\n' >good.bats
	printf '@test "a" { :; }\n@test "b" { echo seen; false; }\n' >bad.bats
	printf 'setup_file() { false; }\n@test "a" { :; }\n@test "b" { :; }\n' >setup.bats
	printf '@test "a" {\n' >syntax.bats
	: >empty.bats
	printf 'exit 1\n' >check.sh
	run -0 "$PROJECT/test/run" "$PWD/good.bats" /bin/true
	[ "${lines[-1]}" = "2 passed, 0 failed, 1 skipped" ]
	[[ $output == *"b # skip why"* ]]
	run -1 "$PROJECT/test/run" "$PWD"/{good,bad,setup,syntax,empty}.bats "$PWD/check.sh" \
		/bin/false "$PWD/none"
	[ "${lines[-1]}" = "2 passed, 8 failed, 1 skipped" ]
	[[ $output == *"not ok 2 b"*"seen"* ]]
}

@test "run stops what hangs" {
	echo 'echo begun; exec sleep 100' >"$BATS_TEST_TMPDIR/hangs.sh"
	LIMIT=1 run -1 "$PROJECT/test/run" "$BATS_TEST_TMPDIR/hangs.sh"
	[[ ${lines[0]} == *"(status 124)" ]]
	[ "${lines[1]}" = "      begun" ]
	[ "${lines[-1]}" = "0 passed, 1 failed, 0 skipped" ]
}

@test "install puts all in place, and keeps a configuration that is there" {
	mkdir -p "$BATS_TEST_TMPDIR/d/etc/inkan"
	cd "$PROJECT"
	run -0 make -s install DESTDIR="$BATS_TEST_TMPDIR/d" PREFIX=/usr SYSCONF=/etc
	cd "$BATS_TEST_TMPDIR/d"
	for program in $(programs); do
		[ -x "usr/bin/$program" ]
		[ -e "usr/share/bash-completion/completions/$program" ]
	done
	for page in "$PROJECT"/src/*/*.[1-8]; do
		cmp "$page" "usr/share/man/man${page##*.}/${page##*/}"
	done
	cmp "$PROJECT/etc/inkan.conf" etc/inkan/inkan.conf
	echo STORE=/mine >etc/inkan/inkan.conf
	run -0 make -s -C "$PROJECT" install DESTDIR="$PWD" PREFIX=/usr SYSCONF=/etc
	[ "$(cat etc/inkan/inkan.conf)" = STORE=/mine ]
}
