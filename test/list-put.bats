# list-put - one more list of an issuer, or a list's distribution point and numbers.
load helper
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	make_ca tokyo
	make_ca osaka
	make_store fresh tokyo osaka
}
setup() {
	cd "$BATS_TEST_TMPDIR" || return
	cp -r "$BATS_FILE_TMPDIR/fresh" st
}
DN='C=JP, O=Demo, CN=Chiyoda-ku CRLDP'

# list NAME FILTER - something of the record of tokyo/NAME.
list() { issuer-list -s st -i tokyo -j | jq -c "select(.list == \"$1\") | $2"; }

# refused WHY ARGUMENT... - exit 1, this message, and the store as it was.
refused() {
	local why=$1
	cp st/data.mdb before
	shift
	run -1 --separate-stderr list-put -s st "$@"
	[ -z "$output" ]
	[ "$stderr" = "list-put: $why" ]
	cmp before st/data.mdb
}

@test "a partition has its distribution point, a name or a URI, and carries user certificates" {
	run -0 --separate-stderr list-put -s st --dp "$DN" tokyo/chiyoda
	[ -z "$output$stderr" ]
	list-put -s st --dp ldap://x.example/cn=ota tokyo/ota
	[ "$(list chiyoda '[.scope, .dp, .number]')" = '["user","'"$DN"'",0]' ]
	[ "$(list ota .dp)" = '"ldap://x.example/cn=ota"' ]
	run -0 store-check -s st
}

@test "--scope ca makes a list of CA certificates; LABEL/ca is one from the beginning" {
	list-put -s st --dp "$DN" --scope ca tokyo/cross
	[ "$(list cross .scope)" = '"ca"' ]
	list-put -s st --dp http://a.example/ca tokyo/ca
	[ "$(list ca '[.scope, .dp]')" = '["ca","http://a.example/ca"]' ]
}

@test "the same again changes nothing, and neither does asking for less" {
	list-put -s st --dp "$DN" --scope ca --number 7 tokyo/cross
	cp st/data.mdb before
	run -0 --separate-stderr list-put -v -s st --dp "$DN" --scope ca --number 7 tokyo/cross
	[ "$stderr" = "list-put: nothing new" ]
	run -0 list-put -s st tokyo/cross
	run -0 list-put -s st --number 6 tokyo/cross
	cmp before st/data.mdb
	[ "$(list cross .number)" = 7 ]
}

@test "numbers begin above --number, and only ever rise" {
	list-put -s st --number 41 tokyo/user
	[ "$(crl-build -s st -l tokyo/user | crl-show -j | jq -r .number)" = 2A ]
	list-put -s st --number 41 tokyo/user
	[ "$(list user .number)" = 42 ]
	list-put -s st --number 100 tokyo/user
	[ "$(crl-build -s st -l tokyo/user | crl-show -j | jq -r .number)" = 65 ]
}

@test "the greatest number is 2^63-1, after which no list can be built" {
	list-put -s st --number 9223372036854775806 tokyo/user
	crl-build -s st -l tokyo/user | crl-show | grep -q 9223372036854775807
	run -70 --separate-stderr bash -c 'crl-build -s st -l tokyo/user >out'
	[[ $stderr == "crl-build: CRL number: "* ]]
	cmp out /dev/null
	run -64 --separate-stderr list-put -s st --number 9223372036854775808 tokyo/ca
	[ "$stderr" = "list-put: 9223372036854775808: not a number below 2^63" ]
}

@test "a list takes its distribution point until a CRL of it was numbered" {
	list-put -s st --dp http://a.example/1 tokyo/user
	list-put -s st --dp http://a.example/2 tokyo/user
	[ "$(list user .dp)" = '"http://a.example/2"' ]
	crl-build -s st -l tokyo/user >/dev/null
	refused "tokyo/user is there with another scope or distribution point, and a CRL that \
was numbered keeps its own (RFC 5280 5.2.5)" --dp http://a.example/3 tokyo/user
	run -0 list-put -s st --dp http://a.example/2 tokyo/user
}

@test "another scope is refused" {
	refused "tokyo/ca is there with another scope or distribution point, and a CRL that \
was numbered keeps its own (RFC 5280 5.2.5)" --scope user --dp http://a.example/1 tokyo/ca
}

@test "a list that cannot be told from another one of its issuer is refused" {
	refused "tokyo/user has no distribution point too (RFC 5280 5.2.5)" tokyo/ota
	refused "tokyo/ca has no distribution point too (RFC 5280 5.2.5)" --scope ca tokyo/ota
	list-put -s st --dp "$DN" tokyo/ota
	refused "tokyo/ota has this distribution point too (RFC 5280 5.2.5)" --dp "$DN" tokyo/x
	refused "tokyo/ota has this distribution point too (RFC 5280 5.2.5)" --dp "$DN" tokyo/ca
	run -0 list-put -s st --dp "$DN" osaka/ota
	run -0 store-check -s st
}

@test "an issuer that is not there is 78" {
	run -78 --separate-stderr list-put -s st --dp "$DN" kyoto/x
	[ "$stderr" = "list-put: the store has no issuer kyoto; issuer-put registers one" ]
	run -78 --separate-stderr list-put -s none tokyo/x
	[ "$stderr" = "list-put: none: No such file or directory" ]
}

@test "a command line that is wrong is 64" {
	refuse() {
		local why=$1
		shift
		run -64 --separate-stderr list-put "$@"
		[ "$stderr" = "list-put: $why" ]
	}
	refuse "-s STORE is required; see list-put --help" tokyo/x
	for name in tokyo tokyo/ tokyo/X tokyo/a/b tokyo/-a \
		"tokyo/$(printf 'x%.0s' {1..64})"; do
		refuse "$name: a list is written LABEL/NAME, of a-z, 0-9 and -" -s st "$name"
	done
	refuse "--scope all: it is user or ca" -s st --scope all tokyo/x
	for number in -1 1x '' 0x10 99999999999999999999; do
		refuse "$number: not a number below 2^63" -s st --number "$number" tokyo/x
	done
	for dp in '' x 'X=y' 'CN=' 'http:'; do
		run -64 --separate-stderr list-put -s st --dp "$dp" tokyo/x
		[[ $stderr == "list-put: --dp $dp: "* ]]
	done
	run -64 list-put -s st
	run -64 list-put -s st --dp "$DN" tokyo/x tokyo/y
	run -0 list-put -s st --dp "$DN" "tokyo/$(printf 'x%.0s' {1..63})"
}

@test "-n registers nothing, and still refuses" {
	cp st/data.mdb before
	run -0 list-put -n -s st --dp "$DN" tokyo/x
	run -1 list-put -n -s st tokyo/x
	cmp before st/data.mdb
}

@test "closed descriptors do not end up in the store; no room on the disk is 74" {
	list-put -s st --dp "$DN" tokyo/x <&- >&- 2>&-
	run -0 store-check -s st
	run -74 --separate-stderr bash -c "trap '' XFSZ; ulimit -f 16
		list-put -s st --number 5 tokyo/x"
	[ "$stderr" = "list-put: commit: File too large" ]
	run -0 store-check -s st
	[ "$(list x .number)" = 0 ]
}
