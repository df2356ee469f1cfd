# profile.awk - the profiles of etc/profiles as C, so that programs know them by name.
# usage: awk -f profile.awk etc/profiles/*.profile >profile_table.c
BEGIN {
	print "#include \"profile/profile_private.h\""
	print "const struct profile_builtin profile_builtins[] = {"
}
FNR == 1 {
	close_one()
	name = FILENAME
	sub(".*/", "", name)
	sub("\\.profile$", "", name)
	printf "\t{ \"%s\",", name
	size = 0
}
{
	size += length($0) + 1
	gsub(/[\\"]/, "\\\\&")
	gsub(/\t/, "\\t")
	printf "\n\t\t\"%s\\n\"", $0
}
function close_one() {
	if (name != "")
		printf ", %d },\n", size
}
END {
	close_one()
	print "\t{ 0, 0, 0 },\n};"
}
