# store-create - an empty store appears whole, and one that is there is never touched.
load helper
setup() {
	mkdir "$BATS_TEST_TMPDIR/here"
	cd "$BATS_TEST_TMPDIR/here" || return
}

@test "the store it makes is empty, good, closed to others, and nothing is said" {
	run -0 --separate-stderr store-create -s st
	[ -z "$output$stderr" ]
	[ "$(stat -c %a st st/data.mdb)" = "750
640" ]
	run -0 store-check -s st
	[ "$(store-show -s st -j | wc -l)" = 0 ]
	[ "$(ls)" = st ]
}

@test "an empty directory becomes the store; a slash at the end means nothing" {
	mkdir st
	store-create -s st///
	run -0 store-check -s st/
	[ "$(ls)" = st ]
}

@test "a store that is there is refused and stays as it is" {
	store-create -s st
	cp st/data.mdb before
	run -78 --separate-stderr store-create -s st
	[ "$stderr" = "store-create: st: File exists" ]
	cmp before st/data.mdb
	[ "$(ls)" = "before
st" ]
}

@test "a directory that is in use, and a file, are refused and stay as they are" {
	mkdir dir
	echo mine >dir/mine
	run -78 --separate-stderr store-create -s dir
	[ "$stderr" = "store-create: dir: File exists" ]
	[ "$(cat dir/mine)" = mine ]
	run -78 --separate-stderr store-create -s dir/mine
	[ "$stderr" = "store-create: dir/mine: Not a directory" ]
	[ "$(cat dir/mine)" = mine ]
	[ "$(ls -A . dir)" = ".:
dir

dir:
mine" ]
}

@test "where the store cannot be made it is 78, and nothing is left" {
	run -78 --separate-stderr store-create -s none/st
	[ "$stderr" = "store-create: none/st: No such file or directory" ]
	mkdir -m 555 locked
	run -78 --separate-stderr unprivileged store-create -s locked/st
	[ "$stderr" = "store-create: locked/st: Permission denied" ]
	run -78 store-create -s "$(printf 'x%.0s' {1..300})"
	[ "$(ls -A . locked)" = ".:
locked

locked:" ]
}

@test "no room on the disk is 74, and nothing is left" {
	run -74 --separate-stderr bash -c "trap '' XFSZ; ulimit -f 4; store-create -s st"
	[ "$stderr" = "store-create: st: File too large" ]
	[ -z "$(ls -A)" ]
}

@test "-n makes nothing; without -s, or with an operand, it is 64" {
	run -0 store-create -n -s st
	[ ! -e st ]
	run -64 --separate-stderr store-create
	[ "$stderr" = "store-create: -s DIR is required; see store-create --help" ]
	run -64 --separate-stderr store-create -s st other
	[ "$stderr" = "store-create: one operand too many: other; see store-create --help" ]
	[ -z "$(ls -A)" ]
}

@test "closed descriptors do not end up in the store" {
	store-create -s st <&- >&- 2>&-
	run -0 store-check -s st
}

@test "of many at once one makes the store and the others say that it exists" {
	for i in 1 2 3 4 5 6; do
		{ store-create -s st 2>"err$i" && echo made >>made; } &
	done
	wait
	[ "$(cat made)" = made ]
	[ "$(cat err? | sort -u)" = "store-create: st: File exists" ]
	run -0 store-check -s st
	[ "$(find . -maxdepth 1 -name 'st*')" = ./st ]
}
