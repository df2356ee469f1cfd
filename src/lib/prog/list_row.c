#include "prog/list_row.h"
#include "pkix/pkix_name.h"
#include "prog/prog.h"
#include "record/record_json.h"

void
list_row_fill(const struct cli *cli, struct store *store, const struct store_list *list,
    int64_t now, struct list_row *row)
{
	const struct store_issue *last = &list->last;
	struct store_error error = { STORE_OK, "" };
	struct record_list *r = &row->record;

	*row = (struct list_row){ .state = LIST_ROW_NEVER };
	r->issuer = record_text(list->issuer->label);
	r->list = record_text(list->name);
	r->scope = list->scope == STORE_SCOPE_USER ? RECORD_USER : RECORD_CA;
	if (list->dp.size != 0)
		r->dp = record_text(pkix_general_name_text(list->dp, row->dp, sizeof row->dp));
	r->known = list->known;
	r->revoked = list->revoked;
	if (store_list_expiring(
		store, list, now, now + LIST_ROW_EXPIRING, &r->expiring, &error) == -1)
		prog_store_failed(cli, &error);
	r->number = list->number;
	r->valid = (uint64_t)list->issuer->valid;
	r->reasons = list->issuer->reasons;
	if (last->number == 0)
		return;
	r->has_this_update = r->has_next_update = true;
	r->this_update = last->this_update;
	r->next_update = last->next_update;
	row->state = last->next_update <= now ? LIST_ROW_OVERDUE : LIST_ROW_CURRENT;
}

void
list_row_emit(struct cli *cli, const struct list_row *row, bool json)
{
	struct record_show show = { .item = NULL };
	struct cput record = { 0 }, line = { 0 };
	struct record_error why;
	bool more = json;

	if (record_list_write(&record, &row->record, &why) != NULL)
		cli_die(cli, CLI_BUG, "a list cannot be written: %s", why.text);
	show.item = record.data;
	while (more && !record.failed)
		more = record_show(&show, &line);
	cput_raw(&line, "\n", 1);
	if (record.failed || line.failed)
		cli_die(cli, CLI_BUSY, "out of memory");
	if (json)
		cli_emit(cli, line.data, line.size);
	else
		cli_emit(cli, record.data, record.size);
	cput_free(&record);
	cput_free(&line);
}
