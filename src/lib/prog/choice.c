#include "prog/choice.h"
#include "prog/prog.h"
#include <stdlib.h>
#include <string.h>

static void
add(const struct cli *cli, struct choice *choice, const char *name)
{
	const char **grown =
	    realloc(choice->names, (choice->count + 1) * sizeof *choice->names);

	if (grown == NULL)
		cli_die(cli, CLI_BUSY, "out of memory");
	choice->names = grown;
	choice->names[choice->count++] = name;
}

void
choice_issuer(const struct cli *cli, struct choice *choice, const char *label)
{
	if (!store_is_label(label, strlen(label)))
		cli_die(cli, CLI_USAGE, "%s: not a label: a-z, 0-9 and -, at most %d", label,
		    STORE_LABEL_MAX);
	add(cli, choice, label);
}

void
choice_list(const struct cli *cli, struct choice *choice, const char *name)
{
	if (strchr(name, '/') == NULL)
		cli_die(cli, CLI_USAGE, "%s: a list is written LABEL/NAME", name);
	add(cli, choice, name);
}

void
choice_free(struct choice *choice)
{
	free(choice->names);
	*choice = (struct choice){ NULL, 0 };
}

void
choice_check(const struct cli *cli, const struct choice *choice, const struct store *store)
{
	size_t i;

	for (i = 0; i < choice->count; i++)
		if (strchr(choice->names[i], '/') != NULL)
			prog_list(cli, store, choice->names[i]);
		else
			prog_issuer(cli, store, choice->names[i]);
}

bool
choice_has(const struct choice *choice, const struct store_list *list)
{
	size_t i, label = strlen(list->issuer->label);
	const char *name;

	for (i = 0; i < choice->count; i++) {
		name = choice->names[i];
		if (strncmp(name, list->issuer->label, label) == 0 &&
		    (name[label] == '\0' ||
			(name[label] == '/' && strcmp(name + label + 1, list->name) == 0)))
			return true;
	}
	return choice->count == 0;
}
