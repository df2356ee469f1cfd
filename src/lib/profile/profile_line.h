/* profile_line - one line of a profile, word by word. */
#ifndef PROFILE_LINE_H
#define PROFILE_LINE_H

#include "profile/profile_private.h"

#define PROFILE_WORDS_MAX 24

struct profile_line {
	struct profile_word words[PROFILE_WORDS_MAX];
	size_t count, next; /* next: the first that nobody took yet */
	struct profile_error *error;
};

/* Say what is wrong; false.  unexpected: the next word is not what is wanted, or there is
 * none. */
bool profile_line_wrong(struct profile_line *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
bool profile_line_unexpected(struct profile_line *, const char *wanted);

/* Take the next word if it is this one, or a number of at most six digits. */
bool profile_line_take(struct profile_line *, const char *word);
bool profile_line_number(struct profile_line *, unsigned *);

/* Take "4 months", at most a hundred years; false with what is wrong. */
bool profile_line_span(struct profile_line *, struct profile_span *);
/* Take all that is left, one or more words of a list, into a set. */
bool profile_line_set(
    struct profile_line *, enum profile_list, const char *wanted, uint32_t *set);

/* Read a rule's words, its first one (the part) taken off; about is set where the part is
 * not what the rule is about. */
bool profile_rule_read(struct profile_line *, struct profile_rule *);
/* The value of an extension, by rule->kind. */
bool profile_value_read(struct profile_line *, struct profile_rule *);

#endif
