/* store-show - how each list of a store stands.  See store-show(1). */
#include "pkix/pkix_name.h"
#include "prog/choice.h"
#include "prog/list_row.h"
#include "prog/prog.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct cli_option options[] = {
	{ 's', "store", "STORE", "the store, or a backup of one" },
	{ 'i', "issuer", "LABEL", "the lists of this issuer; may be repeated" },
	{ 't', "time", "TIME", "as of when (RFC 3339; default now)" },
	{ 'j', "json", NULL, "JSON Lines: the records of issuer-list" },
	{ 0 },
};

static const char help[] =
    "One line a list, sorted by label and name: certificates KNOWN; REVOKED;\n"
    "EXPIRING, the revoked ones whose certificate ends within 30 days; the CRL\n"
    "NUMBER reserved last; THIS and NEXT UPDATE of the CRL published last; its STATE:\n"
    "\"ok\", \"OVERDUE\" when its next update has passed, or \"NEVER PUBLISHED\".  The last\n"
    "line adds up.  All come from one snapshot of the store.\n\n"
    "example:  store-show -s var/store -i tokyo";

enum {
	LIST,
	KNOWN,
	REVOKED,
	EXPIRING,
	NUMBER,
	THIS_UPDATE,
	NEXT_UPDATE,
	STATE,
	COLUMNS,
	CELL = 2 * STORE_LABEL_MAX + 2,
};

struct line {
	char cell[COLUMNS][CELL];
};

struct table {
	struct line *line; /* a header, a line a list, and the totals */
	size_t lines;
	uint64_t known, revoked, expiring;
	uint64_t state[LIST_ROW_NEVER + 1]; /* how many lists are in it */
};

static void
put_header(struct line *line)
{
	static const char *const names[COLUMNS] = { "LIST", "KNOWN", "REVOKED", "EXPIRING",
		"NUMBER", "THIS UPDATE", "NEXT UPDATE", "STATE" };
	size_t i;

	for (i = 0; i < COLUMNS; i++)
		snprintf(line->cell[i], CELL, "%s", names[i]);
}

static void
put_counts(struct line *line, uint64_t known, uint64_t revoked, uint64_t expiring)
{
	snprintf(line->cell[KNOWN], CELL, "%" PRIu64, known);
	snprintf(line->cell[REVOKED], CELL, "%" PRIu64, revoked);
	snprintf(line->cell[EXPIRING], CELL, "%" PRIu64, expiring);
}

static void
put_time(char cell[CELL], bool there, int64_t when)
{
	char text[32] = "-";

	snprintf(cell, CELL, "%s", there ? pkix_time_text(when, text) : text);
}

static void
add_row(struct table *table, const struct list_row *row)
{
	static const char *const states[] = { "ok", "OVERDUE", "NEVER PUBLISHED" };
	const struct record_list *r = &row->record;
	struct line *line = &table->line[table->lines++];

	snprintf(line->cell[LIST], CELL, "%s/%s", r->issuer.data, r->list.data);
	put_counts(line, r->known, r->revoked, r->expiring);
	snprintf(line->cell[NUMBER], CELL, "%" PRIu64, r->number);
	put_time(line->cell[THIS_UPDATE], r->has_this_update, r->this_update);
	put_time(line->cell[NEXT_UPDATE], r->has_next_update, r->next_update);
	snprintf(line->cell[STATE], CELL, "%s", states[row->state]);
	table->known += r->known;
	table->revoked += r->revoked;
	table->expiring += r->expiring;
	table->state[row->state]++;
}

static void
add_total(struct table *table)
{
	struct line *line = &table->line[table->lines];
	uint64_t overdue = table->state[LIST_ROW_OVERDUE], never = table->state[LIST_ROW_NEVER];

	snprintf(line->cell[LIST], CELL, "total: %zu", table->lines - 1);
	put_counts(line, table->known, table->revoked, table->expiring);
	if (overdue + never != 0)
		snprintf(line->cell[STATE], CELL,
		    "%" PRIu64 " overdue, %" PRIu64 " never published", overdue, never);
	table->lines++;
}

/* Words to the left, numbers to the right, nothing behind the last word of a line. */
static void
print(struct cli *cli, const struct table *table)
{
	int width[COLUMNS] = { 0 }, size, n, c;
	char text[COLUMNS * (CELL + 2)];
	size_t i;

	for (i = 0; i < table->lines; i++)
		for (c = 0; c < COLUMNS; c++)
			if (width[c] < (n = (int)strlen(table->line[i].cell[c])))
				width[c] = n;
	for (i = 0; i < table->lines; i++) {
		for (n = 0, c = 0; c < COLUMNS; c++, n += size)
			size = snprintf(text + n, CELL + 2, "%*s%s",
			    c >= KNOWN && c <= NUMBER ? width[c] : -width[c],
			    table->line[i].cell[c], c == STATE ? "" : "  ");
		while (text[n - 1] == ' ')
			n--;
		text[n++] = '\n';
		cli_emit(cli, text, (size_t)n);
	}
}

static void
show(struct cli *cli, struct store *store, const struct choice *choice, int64_t now, bool json)
{
	struct table table = { .lines = 1 };
	struct list_row row;
	size_t i;

	table.line = calloc(store_list_count(store) + 2, sizeof *table.line);
	if (table.line == NULL)
		cli_die(cli, CLI_BUSY, "out of memory");
	put_header(&table.line[0]);
	for (i = 0; i < store_list_count(store); i++) {
		if (!choice_has(choice, store_list_at(store, i)))
			continue;
		list_row_fill(cli, store, store_list_at(store, i), now, &row);
		if (json)
			list_row_emit(cli, &row, true);
		else
			add_row(&table, &row);
	}
	add_total(&table);
	if (!json)
		print(cli, &table);
	free(table.line);
}

int
main(int argc, char *argv[])
{
	struct cli cli = {
		.name = "store-show",
		.purpose = "how each list of a status store stands",
		.synopsis = "[-jnv] -s STORE [-i LABEL]... [-t TIME]",
		.options = options,
		.help = help,
	};
	const char *path = NULL, *time = NULL;
	struct choice choice = { NULL, 0 };
	struct store *store;
	bool json = false;
	int64_t now;
	int letter;

	while ((letter = cli_option(&cli, argc, argv)) != -1)
		if (letter == 'i')
			choice_issuer(&cli, &choice, optarg);
		else if (letter == 'j')
			json = true;
		else
			*(letter == 's' ? &path : &time) = optarg;
	cli_operands(&cli, argc, argv, 0, 0);
	now = cli_time(&cli, time);
	store = prog_store(&cli, path, STORE_READ);
	choice_check(&cli, &choice, store);
	cli_confine(&cli);
	show(&cli, store, &choice, now, json);
	choice_free(&choice);
	store_close(store);
	return cli_close(&cli);
}
