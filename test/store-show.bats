# store-show - how each list stands, for people and as JSON Lines.
load helper

# tokyo with three certificates, two revoked, that end at 2040-01-01; its list published on
# 2026-11-21 until 2026-11-24.  osaka has nothing.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca tokyo
	make_ca osaka
	make_store st tokyo osaka
	make_cert tokyo certs --serial A1 --count 3
	cert-put -s st <certs.der
	{ request tokyo A1; request tokyo A2; } | put_requests st
	crl-build -s st -l tokyo/user -t 2026-11-21T00:00:00Z | sign_crl tokyo >crl
	crl-publish -s st -d out -t 2026-11-21T00:00:00Z <crl
	list-put -s st --dp 'C=JP, O=x, CN=West' --number 41 osaka/west
}
setup() { cd "$BATS_FILE_TMPDIR" || return; }

@test "a table: a line a list, sorted, numbers aligned, with a header and a total" {
	run -0 --separate-stderr store-show -s st -t 2026-11-22T00:00:00Z
	[ -z "$stderr" ]
	[ "$output" = "\
LIST        KNOWN  REVOKED  EXPIRING  NUMBER  THIS UPDATE           NEXT UPDATE           STATE
osaka/ca        0        0         0       0  -                     -                     \
NEVER PUBLISHED
osaka/user      0        0         0       0  -                     -                     \
NEVER PUBLISHED
osaka/west      0        0         0      41  -                     -                     \
NEVER PUBLISHED
tokyo/ca        0        0         0       0  -                     -                     \
NEVER PUBLISHED
tokyo/user      3        2         0       1  2026-11-21T00:00:00Z  2026-11-24T00:00:00Z  ok
total: 5        3        2         0                                                      \
0 overdue, 4 never published" ]
}

@test "a list is overdue from the second of its nextUpdate on" {
	run -0 store-show -s st -i tokyo -t 2026-11-23T23:59:59Z
	[[ ${lines[2]} == "tokyo/user "*" 2026-11-24T00:00:00Z  ok" ]]
	run -0 store-show -s st -i tokyo -t 2026-11-24T00:00:00Z
	[[ ${lines[2]} == "tokyo/user "*" 2026-11-24T00:00:00Z  OVERDUE" ]]
	[[ ${lines[3]} == "total: 2 "*"  1 overdue, 1 never published" ]]
}

@test "expiring are the revoked whose certificate ends within 30 days from now" {
	for time in 2039-12-02T00:00:00Z=0 2039-12-02T00:00:01Z=2 2040-01-01T00:00:00Z=2 \
		2040-01-01T00:00:01Z=0; do
		expiring=$(store-show -s st -i tokyo -j -t "${time%=*}" |
			jq 'select(.list == "user").expiring')
		[ "$expiring" = "${time#*=}" ]
	done
}

@test "-j is the records of issuer-list, line for line" {
	store-show -s st -j -t 2026-11-22T00:00:00Z >lines
	issuer-list -s st -t 2026-11-22T00:00:00Z | record-show | cmp - lines
	[ "$(jq -c 'select(.issuer == "tokyo" and .list == "user") |
		[.known, .revoked, .number, .this_update, .next_update]' lines)" = \
		'[3,2,1,"2026-11-21T00:00:00Z","2026-11-24T00:00:00Z"]' ]
	[ "$(jq -r 'select(has("this_update") | not) | "\(.issuer)/\(.list)"' lines)" = \
		"osaka/ca
osaka/user
osaka/west
tokyo/ca" ]
}

@test "-i chooses issuers, as often as it is given; one that is not there is 78" {
	run -0 store-show -s st -i tokyo
	[ ${#lines[@]} = 4 ]
	run -0 store-show -s st -i tokyo -i osaka -i tokyo
	[ ${#lines[@]} = 7 ]
	run -78 --separate-stderr store-show -s st -i tokyo -i kyoto
	[ -z "$output" ]
	[ "$stderr" = "store-show: the store has no issuer kyoto; issuer-list shows them" ]
	run -64 --separate-stderr store-show -s st -i tokyo/user
	[ "$stderr" = "store-show: tokyo/user: not a label: a-z, 0-9 and -, at most 63" ]
}

@test "a store without issuers is a header and a total" {
	store-create -s "$BATS_TEST_TMPDIR/empty"
	run -0 store-show -s "$BATS_TEST_TMPDIR/empty"
	[ "$output" = "\
LIST      KNOWN  REVOKED  EXPIRING  NUMBER  THIS UPDATE  NEXT UPDATE  STATE
total: 0      0        0         0" ]
	run -0 store-show -j -s "$BATS_TEST_TMPDIR/empty"
	[ -z "$output" ]
}

@test "it reads a backup, and a store that it cannot write" {
	store-backup -s st >"$BATS_TEST_TMPDIR/backup"
	store-show -s st >"$BATS_TEST_TMPDIR/lines"
	store-show -s "$BATS_TEST_TMPDIR/backup" | cmp - "$BATS_TEST_TMPDIR/lines"
	chmod 444 "$BATS_TEST_TMPDIR/backup"
	unprivileged store-show -s "$BATS_TEST_TMPDIR/backup" | cmp - "$BATS_TEST_TMPDIR/lines"
}

@test "no store is 78, a full disk 74, a bad time 64; -n prints nothing" {
	run -78 --separate-stderr store-show -s none
	[ "$stderr" = "store-show: none: No such file or directory" ]
	run -74 --separate-stderr bash -c 'store-show -s st >/dev/full'
	[ "$stderr" = "store-show: standard output: No space left on device" ]
	run -74 bash -c 'store-show -s st >&-'
	run -64 --separate-stderr store-show -s st -t yesterday
	[ "$stderr" = \
"store-show: yesterday: not an RFC 3339 time, like 2026-11-21T03:00:00Z" ]
	run -64 store-show
	run -0 store-show -n -s st
	[ -z "$output" ]
}
