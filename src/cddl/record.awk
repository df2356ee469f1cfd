# record.awk - make the table behind src/lib/record/ from src/cddl/*.cddl.
#
#   awk -f src/cddl/record.awk src/cddl/*.cddl >record_table.c
#
# Reads the part of RFC 8610 that our rules use and stops at anything else:
#   NAME = tstr .regexp "[SET][SET]{0,N}"      NAME = tstr .regexp "\\P{Cc}{M,N}"
#   NAME = bstr .size (M..N)                   NAME = #6.1(M..N)        NAME = M..N
#   NAME = "WORD" / "WORD" ...                 NAME = &( WORD: N, ... )
#   NAME = { "KEY": NAME, ? "KEY": [* NAME], ... }

function fail(what) {
	if (!failed)
		printf("%s:%d: %s\n", reading ? FILENAME : file[at], reading ? FNR : line[at], \
		    what) >"/dev/stderr"
	failed = 1
	exit 1
}

# Cut a line into tokens.
{
	reading = 1
	rest = $0
	while (rest != "") {
		if (match(rest, /^([ \t]+|;.*)/)) {
			rest = substr(rest, RLENGTH + 1)
			continue
		}
		if (!match(rest, /^("[^"]*"|-?[0-9]+|[A-Za-z_][A-Za-z0-9_-]*|#6\.1)/) &&
		    !match(rest, /^(\.\.|\.[a-z]+|[={}()&:,?\/*]|\[|\])/))
			fail("not CDDL that we read: " rest)
		token[++tokens] = substr(rest, 1, RLENGTH)
		file[tokens] = FILENAME
		line[tokens] = FNR
		rest = substr(rest, RLENGTH + 1)
	}
}

function take() {
	if (at >= tokens)
		fail("ends too soon")
	return token[++at]
}

function want(what) {
	if (take() != what)
		fail("wanted " what ", not " token[at])
}

function name() {
	if (take() !~ /^[A-Za-z_]/)
		fail("wanted a name, not " token[at])
	return token[at]
}

function string() {
	if (take() !~ /^"/)
		fail("wanted a string, not " token[at])
	return substr(token[at], 2, length(token[at]) - 2)
}

function number() {
	if (take() !~ /^-?[0-9]+$/)
		fail("wanted a number, not " token[at])
	return token[at]
}

function c_name(key) {
	gsub(/-/, "_", key)
	return key in keyword ? key "_" : key
}

# M..N, as the limits of what is made at present.
function range() {
	least = number()
	want("..")
	most = number()
}

# The characters of a [SET] as a C initializer of 128 bits.
function bits(set,   have, word, i, c, upto, out) {
	if (set !~ /^[a-z0-9-]+$/)
		fail("set of characters that we do not read: [" set "]")
	for (i = 1; i <= length(set); i++) {
		c = upto = ord[substr(set, i, 1)]
		if (substr(set, i + 1, 1) == "-" && i + 2 <= length(set)) {
			upto = ord[substr(set, i + 2, 1)]
			i += 2
		}
		for (; c <= upto; c++)
			if (!(c in have)) {
				have[c] = 1
				word[int(c / 32)] += 2 ^ (c % 32)
			}
	}
	for (i = 0; i < 4; i++)
		out = out sprintf("%s%.0fu", i > 0 ? ", " : "", word[i] + 0)
	return "{ " out " }"
}

function text_form(pattern,   part) {
	if (pattern ~ /^\\\\P\{Cc\}\{[0-9]+,[0-9]+\}$/) {
		sub(/^\\\\P\{Cc\}\{/, "", pattern)
		split(pattern, part, /[,}]/)
		least = part[1]
		most = part[2]
		form = "RECORD_FORM_TEXT"
		return ""
	}
	if (pattern !~ /^\[[^]]+\]\[[^]]+\]\{0,[0-9]+\}$/)
		fail("pattern that we do not read: " pattern)
	split(substr(pattern, 2), part, /(\]\[|\]\{0,|\})/)
	least = 1
	most = part[3] + 1
	form = "RECORD_FORM_TOKEN"
	return ", .first = " bits(part[1]) ", .rest = " bits(part[2])
}

# "a" / "b" ...: the words of a choice; or NAME: N, ... ): those of an enumeration.
function words(rule, choice,   n, word, value, out) {
	do {
		word = choice ? string() : name()
		if (!choice)
			want(":")
		value = choice ? n + 0 : number()
		if (!choice && value !~ /^([0-9]|[12][0-9])$/)
			fail("number above 29, which a set of reasons cannot hold")
		out = out sprintf("\t{ \"%s\", %d, %s },\n", word, length(word), value)
		n++
		if (!choice)
			want(",")
	} while (choice ? token[at + 1] == "/" && take() : token[at + 1] != ")")
	if (!choice)
		want(")")
	printf "static const struct record_word words_%s[] = {\n%s};\n", c_name(rule), out
	return sprintf(", .words = words_%s, .count = %d", c_name(rule), n)
}

function value_rule(rule,   head, more) {
	head = take()
	least = most = 0
	if (head == "tstr") {
		want(".regexp")
		more = text_form(string())
	} else if (head == "bstr") {
		want(".size"); want("(")
		range()
		want(")")
		form = "RECORD_FORM_MAGNITUDE"
	} else if (head == "#6.1") {
		want("(")
		range()
		want(")")
		form = "RECORD_FORM_TIME"
	} else if (head ~ /^-?[0-9]/) {
		at--
		range()
		form = "RECORD_FORM_COUNT"
	} else if (head ~ /^"/) {
		at--
		more = words(rule, 1)
		form = "RECORD_FORM_CHOICE"
	} else if (head == "&") {
		want("(")
		more = words(rule, 0)
		form = "RECORD_FORM_NUMBER"
	} else
		fail("type that we do not read: " head)
	form_of[rule] = form
	printf "static const struct record_value value_%s = { .name = \"%s\", .form = %s,\n", \
	    c_name(rule), rule, form
	printf "\t.least = INT64_C(%s), .most = INT64_C(%s)%s };\n", least, most, more
	if (form == "RECORD_FORM_NUMBER") {
		printf "static const struct record_value set_%s = { .name = \"set of %s\",\n", \
		    c_name(rule), rule
		printf "\t.form = RECORD_FORM_SET%s };\n", more
		form_of["[" rule] = "RECORD_FORM_SET"
	}
}

# Members are kept until every rule has been read: a rule may stand below its use.
function record_rule(rule,   key, type, optional, k) {
	rules[++n_rules] = rule
	rule_file[rule] = file[at]
	for (k = 0; token[at + 1] != "}"; k++) {
		optional = token[at + 1] == "?" && take()
		key = string()
		if (key !~ /^[a-z][a-z0-9_]*$/ || length(key) > 23 || (rule, key) in seen)
			fail("key that we do not read: " key)
		seen[rule, key] = 1
		want(":")
		if (token[at + 1] == "[") {
			take()
			want("*")
			type = "[" name()
			want("]")
		} else
			type = name()
		want(",")
		keys[rule, k] = key
		types[rule, k] = type
		optionals[rule, k] = optional
		places[rule, k] = at
	}
	want("}")
	if (k == 0 || k > 32)
		fail("a record has 1 to 32 members")
	sizes[rule] = k
}

function print_record(rule,   c, k, i, n, order, type, form, flag) {
	c = c_name(rule)
	n = sizes[rule]
	printf "static const struct record_member members_%s[] = {\n", c
	for (k = 0; k < n; k++) {
		type = types[rule, k]
		at = places[rule, k]
		if (!(type in form_of))
			fail("no such type: " type)
		form = form_of[type]
		flag = optionals[rule, k] && c_type[form] !~ /struct/
		if (optionals[rule, k] && form == "RECORD_FORM_COUNT")
			fail("optional count, which has no flag in C")
		printf "\t%s(%s, %s, \"%s\", %s, %s),\n", !optionals[rule, k] ? "RECORD_MUST" \
		    : flag ? "RECORD_FLAG" : "RECORD_MAY", c, c_name(keys[rule, k]), \
		    keys[rule, k], c_type[form], \
		    (type ~ /^\[/ ? "set_" substr(type, 2) : "value_" c_name(type))
		for (i = k; i > 0 && before(keys[rule, k], keys[rule, order[i - 1]]); i--)
			order[i] = order[i - 1]
		order[i] = k
	}
	printf "};\nstatic const uint8_t order_%s[] = {", c
	for (k = 0; k < n; k++)
		printf " %d,", order[k]
	printf " };\n_Static_assert(sizeof(struct record_%s) <= sizeof(union record_any),\n", c
	print "    \"it has no place in record_any\");"
}

# RFC 8949 4.2.1: a short text has its length in its first octet, so shorter comes first.
function before(a, b) {
	return length(a) != length(b) ? length(a) < length(b) : a < b
}

BEGIN {
	n = split("auto break case char const continue default do double else enum extern " \
	    "float for goto if inline int long register restrict return short signed sizeof " \
	    "static struct switch typedef union unsigned void volatile while", k, " ")
	for (; n > 0; n--)
		keyword[k[n]] = 1
	for (n = 32; n < 127; n++)
		ord[sprintf("%c", n)] = n
	c_type["RECORD_FORM_TOKEN"] = c_type["RECORD_FORM_TEXT"] = "struct record_text"
	c_type["RECORD_FORM_MAGNITUDE"] = "struct der_slice"
	c_type["RECORD_FORM_TIME"] = "int64_t"
	c_type["RECORD_FORM_COUNT"] = "uint64_t"
	c_type["RECORD_FORM_CHOICE"] = c_type["RECORD_FORM_NUMBER"] = "int"
	c_type["RECORD_FORM_SET"] = "uint32_t"
}

END {
	reading = 0
	if (failed)
		exit 1
	print "/* Made from src/cddl/ by record.awk. */\n#include \"record/record_table.h\"\n"
	while (at < tokens) {
		rule = name()
		if (rule in defined)
			fail("rule defined twice: " rule)
		defined[rule] = 1
		want("=")
		if (token[at + 1] == "{" && take())
			record_rule(rule)
		else
			value_rule(rule)
	}
	for (r = 1; r <= n_rules; r++)
		print_record(rules[r])
	print "\nconst struct record_type record_types[] = {"
	for (r = 1; r <= n_rules; r++) {
		c = c_name(rules[r])
		printf "\t{ \"%s\", \"%s\", sizeof(struct record_%s), %d,\n", rules[r], \
		    rule_file[rules[r]], c, sizes[rules[r]]
		printf "\t    members_%s, order_%s },\n", c, c
	}
	printf "};\nconst unsigned record_types_count = %d;\n", n_rules
	for (r = 1; r <= n_rules; r++)
		printf "RECORD_FUNCTIONS(%s, %d)\n", c_name(rules[r]), r - 1
}
