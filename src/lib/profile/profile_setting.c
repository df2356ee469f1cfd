/* profile_setting - the names that a profile leaves to who builds. */
#include "pkix/pkix_name.h"
#include "profile/profile_put.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char subject_word[] = "$subject";

bool
profile_refuse(char why[PROFILE_WHY_MAX], const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, PROFILE_WHY_MAX, fmt, ap);
	va_end(ap);
	return false;
}

static struct profile_word
value_of(const struct profile_rule *rule)
{
	return (struct profile_word){ rule->value, rule->value_size };
}

/* The word after the "$", when there is one to be set. */
static bool
variable(const struct profile_rule *rule, struct profile_word *word)
{
	if (rule->part != PROFILE_EXTENSION || rule->value == NULL || rule->value[0] != '$' ||
	    profile_word_is(value_of(rule), subject_word))
		return false;
	*word = (struct profile_word){ rule->value + 1, rule->value_size - 1 };
	return true;
}

static bool
names(const struct profile_setting *setting, struct profile_word word)
{
	size_t size = strcspn(setting->name, "=");

	return size == word.size && memcmp(setting->name, word.at, size) == 0;
}

/* The first setting of a word; NULL: there is none. */
static const struct profile_setting *
first(const struct profile_settings *settings, struct profile_word word)
{
	size_t i;

	for (i = 0; i < settings->count; i++)
		if (names(&settings->at[i], word))
			return &settings->at[i];
	return NULL;
}

bool
profile_name_text(const struct profile_rule *rule, const struct profile_settings *settings,
    struct profile_word *text)
{
	const struct profile_setting *setting;
	struct profile_word word;

	if (!variable(rule, &word)) {
		*text = value_of(rule);
		return true;
	}
	if ((setting = first(settings, word)) == NULL)
		return false;
	*text = (struct profile_word){ setting->value, strlen(setting->value) };
	return true;
}

/* "a@b", in printable ASCII (RFC 5280 4.2.1.6). */
static bool
is_email(const char *text)
{
	const char *at = strchr(text, '@'), *p;

	for (p = text; *p != '\0'; p++)
		if (*p <= 0x20 || *p >= 0x7f)
			return false;
	return at != NULL && at != text && at[1] != '\0' && strchr(at + 1, '@') == NULL &&
	       strchr(text, ':') == NULL && strchr(text, '=') == NULL;
}

static size_t
put_email(const char *text, uint8_t out[PROFILE_NAME_MAX])
{
	struct der_writer w = der_writer(out, PROFILE_NAME_MAX);
	struct der_slice made;

	der_put_item(
	    &w, DER_CONTEXT(1), (struct der_slice){ (const uint8_t *)text, strlen(text) });
	made = der_written(&w);
	memmove(out, made.data, made.size);
	return made.size;
}

static size_t
put_directory_name(struct der_slice name, uint8_t out[PROFILE_NAME_MAX])
{
	struct der_writer w = der_writer(out, PROFILE_NAME_MAX);
	struct der_slice made;

	der_put_item(&w, DER_CONSTRUCTED(4), name);
	if (w.full)
		return 0;
	made = der_written(&w);
	memmove(out, made.data, made.size);
	return made.size;
}

size_t
profile_general_name(const struct profile_rule *rule, struct profile_word text,
    struct der_slice subject, uint8_t out[PROFILE_NAME_MAX], char why[PROFILE_WHY_MAX])
{
	char typed[1024], kinds[32];
	const char *wrong = NULL;
	uint32_t kind;
	size_t size;

	if (profile_word_is(text, subject_word))
		return put_directory_name(subject, out);
	profile_refuse(why, "%s: longer than 1023 octets", rule->about);
	if (text.size >= sizeof typed)
		return 0;
	memcpy(typed, text.at, text.size);
	typed[text.size] = '\0';
	if (is_email(typed)) {
		kind = PROFILE_EMAIL;
		size = put_email(typed, out);
	} else {
		size = pkix_general_name_parse(typed, out, PROFILE_NAME_MAX, &wrong);
		kind = size != 0 && out[0] == DER_CONTEXT(6) ? PROFILE_URI : PROFILE_DN;
	}
	if (size != 0 && (rule->set & kind))
		return size;
	profile_refuse(why, "%s: %.100s: %s%s", rule->about, typed, size != 0 ? "not " : wrong,
	    size != 0 ? profile_set_text(PROFILE_LIST_NAMES, rule->set, kinds, sizeof kinds)
		      : "");
	return 0;
}

/* Is there a rule that wants this setting? */
static bool
wanted(const struct profile *p, const struct profile_setting *setting)
{
	struct profile_word word;
	size_t i;

	for (i = 0; i < p->count; i++)
		if (variable(&p->rules[i], &word) && names(setting, word))
			return true;
	return false;
}

bool
profile_settings_good(
    const struct profile *p, const struct profile_settings *settings, char why[PROFILE_WHY_MAX])
{
	static const uint8_t nobody[] = { DER_SEQUENCE, 0 };
	uint8_t name[PROFILE_NAME_MAX];
	const struct profile_rule *rule;
	struct profile_word word;
	size_t i;

	for (i = 0; i < settings->count; i++) {
		word = (struct profile_word){ settings->at[i].name,
			strcspn(settings->at[i].name, "=") };
		if (!wanted(p, &settings->at[i]))
			return profile_refuse(
			    why, "%.*s: the profile has no such word", (int)word.size, word.at);
		if (first(settings, word) != &settings->at[i])
			return profile_refuse(
			    why, "%.*s is set twice", (int)word.size, word.at);
	}
	for (rule = p->rules; rule < p->rules + p->count; rule++) {
		if (rule->part != PROFILE_EXTENSION || rule->value == NULL ||
		    rule->presence == PROFILE_ALLOWED)
			continue;
		if (profile_name_text(rule, settings, &word)) {
			if (profile_general_name(rule, word,
				(struct der_slice){ nobody, sizeof nobody }, name, why) == 0)
				return false;
		} else if (rule->presence == PROFILE_REQUIRED)
			return profile_refuse(why, "%.*s is not set, and %s needs it",
			    (int)rule->value_size - 1, rule->value + 1, rule->about);
	}
	return true;
}
