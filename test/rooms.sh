#!/bin/sh
# rooms - each library may include its own headers and those of the rooms its line names.
#        room    other rooms                external headers (prefixes)
rooms='
cli     -                                   linux/
file    -                                   -
der     file                                -
cbor    file                                cbor.h
pkix    der                                 libtasn1.h,gnutls/
cose    der,cbor,pkix                       -
mdoc    der,cbor,pkix,cose,record,profile   jansson.h,zlib.h
record  file,der,cbor,pkix                  jansson.h
store   file,der,cbor,pkix                  lmdb.h
token   der,pkix                            p11-kit/
profile der,pkix                            -
prog    cli,file,der,cbor,pkix,cose,mdoc,record,store,token,profile  -
cmd     prog,cli,file,der,cbor,pkix,cose,mdoc,record,store,token,profile  -
'
bad=0
for file in src/lib/*/*.[ch] src/cmd/*.c; do
	room=$(basename "$(dirname "$file")")
	line=$(printf '%s' "$rooms" | awk -v r="$room" '$1 == r')
	[ -n "$line" ] ||
		{ echo "$file: no room named $room in test/rooms.sh"; bad=1; continue; }
	libs=$(echo "$line" | awk '{print $2}')
	for inc in $(sed -n 's/^#include "\([^/"]*\)\/.*/\1/p' "$file"); do
		case ",$room,$libs," in
		*",$inc,"*) ;;
		*) echo "$file: may not include $inc/"; bad=1 ;;
		esac
	done
	foreign='zlib\|gnutls\|libtasn1\|cbor\|jansson\|lmdb\|p11-kit\|linux'
	for inc in $(sed -n "s/^#include <\\(\\($foreign\\)[^>]*\\)>.*/\\1/p" "$file"); do
		ok=0
		for ext in $(echo "$line" | awk '{print $3}' | tr ',' ' '); do
			case $inc in "$ext"*) ok=1 ;; esac
		done
		[ $ok = 1 ] || { echo "$file: may not include <$inc>"; bad=1; }
	done
done
exit $bad
