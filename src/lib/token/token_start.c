/* token_start - from a URI to a logged-in session, and back. */
#include "token/token_p11.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	START_MAX = 3,        /* starts of one token before it is called unusable */
	START_PAUSE_MS = 20,  /* and what lies between them, doubled each time */
	START_JITTER_MS = 64, /* so that processes begun together do not meet again */
};

/* Where SoftHSM finds its configuration can be said in the environment alone; see token.h. */
static bool
point_softhsm(P11KitUri *uri, struct token_error *error)
{
	const char *conf = token_uri_conf(uri);

	if (conf == NULL)
		return true;
	if (access(conf, R_OK) == -1)
		return token_fail(
		    error, TOKEN_CONFIG, "x-softhsm2-conf %s: %s", conf, strerror(errno));
	if (setenv("SOFTHSM2_CONF", conf, 1) == -1)
		return token_fail(error, TOKEN_BUSY, "memory is short");
	return true;
}

/* One module as p11_kit_modules_release takes them. */
static CK_FUNCTION_LIST **
load_one(const char *path)
{
	CK_FUNCTION_LIST **list = calloc(2, sizeof *list);

	if (list == NULL)
		return NULL;
	if ((list[0] = p11_kit_module_load(path, P11_KIT_MODULE_CRITICAL)) != NULL)
		return list;
	free(list);
	return NULL;
}

static void
drop(void *module)
{
	p11_kit_module_release(module);
}

static bool
load(struct token *t, bool *again, struct token_error *error)
{
	const char *path = p11_kit_uri_get_module_path(t->uri), *why;
	CK_RV rv;

	p11_kit_be_quiet(); /* it would print what we put into *error */
	*again = false;
	if (!point_softhsm(t->uri, error))
		return false;
	t->modules = path != NULL ? load_one(path) : p11_kit_modules_load(NULL, 0);
	if (t->modules == NULL || t->modules[0] == NULL) {
		why = p11_kit_message();
		return token_fail(error, TOKEN_CONFIG, "PKCS#11 module %s: %s",
		    path != NULL ? path : "(none is registered with p11-kit)",
		    why != NULL ? why : "name one: module-path=/path");
	}
	*again = true;
	/* Modules that fail leave the list. */
	rv = p11_kit_modules_initialize(t->modules, drop);
	return rv == CKR_OK || token_fail_rv(error, t, "C_Initialize", rv);
}

/* How many tokens of a module the URI names; the last is taken. */
static size_t
choose_in(struct token *t, CK_FUNCTION_LIST *module)
{
	CK_SLOT_ID *slots;
	CK_ULONG count = 0, i;
	CK_TOKEN_INFO info;
	size_t found = 0;

	if (module->C_GetSlotList(CK_TRUE, NULL, &count) != CKR_OK || count == 0 ||
	    (slots = calloc(count, sizeof *slots)) == NULL)
		return 0;
	if (module->C_GetSlotList(CK_TRUE, slots, &count) != CKR_OK)
		count = 0;
	for (i = 0; i < count; i++) {
		/* A slot that does not answer is not the one, or will be on the next try. */
		if (module->C_GetTokenInfo(slots[i], &info) != CKR_OK ||
		    (info.flags & CKF_TOKEN_INITIALIZED) == 0 ||
		    !p11_kit_uri_match_token_info(t->uri, &info))
			continue;
		t->module = module;
		t->slot = slots[i];
		t->info = info;
		found++;
	}
	free(slots);
	return found;
}

/* Slot numbers change from start to start: the token is known by what it says of itself. */
static bool
choose(struct token *t, bool *again, struct token_error *error)
{
	CK_FUNCTION_LIST **m;
	size_t found = 0;

	for (m = t->modules; *m != NULL; m++)
		found += choose_in(t, *m);
	/* SoftHSM loses sight of a token while another process logs in to it. */
	*again = found == 0;
	if (found == 0)
		return token_fail(
		    error, TOKEN_CONFIG, "token %s: there is no such token", t->label);
	if (found > 1)
		return token_fail(error, TOKEN_CONFIG,
		    "token %s: %zu tokens have that name; add serial= to the URI", t->label,
		    found);
	return true;
}

/* Could this login have failed before the token looked at the PIN?  Only then is it tried
 * again.  (The first is what SoftHSM says while another process rewrites the token.) */
static bool
pin_untouched(CK_RV rv)
{
	return rv == CKR_USER_PIN_NOT_INITIALIZED || rv == CKR_HOST_MEMORY ||
	       rv == CKR_SESSION_HANDLE_INVALID || rv == CKR_SESSION_CLOSED ||
	       rv == CKR_TOKEN_NOT_PRESENT || rv == CKR_CRYPTOKI_NOT_INITIALIZED;
}

static bool
log_in(struct token *t, const char *pin, bool *again, struct token_error *error)
{
	CK_FLAGS flags = t->info.flags;
	CK_RV rv;

	*again = false;
	if (flags & CKF_USER_PIN_LOCKED)
		return token_fail(error, TOKEN_CONFIG, "token %s: the PIN is locked", t->label);
	if (flags & CKF_USER_PIN_FINAL_TRY)
		return token_fail(error, TOKEN_CONFIG,
		    "token %s: one try of the PIN is left, and it is not for a program",
		    t->label);
	if (pin == NULL && (flags & CKF_PROTECTED_AUTHENTICATION_PATH) == 0)
		return token_fail(error, TOKEN_CONFIG,
		    "token %s: no PIN was given; add pin-source=/path to the URI", t->label);
	rv = t->module->C_Login(t->session, CKU_USER,
	    pin == NULL ? NULL : (CK_UTF8CHAR *)(uintptr_t)pin, pin == NULL ? 0 : strlen(pin));
	if (rv != CKR_OK && rv != CKR_USER_ALREADY_LOGGED_IN) {
		*again = pin_untouched(rv);
		return token_fail_rv(error, t, "C_Login", rv);
	}
	t->logged_in = rv == CKR_OK;
	return true;
}

static bool
start(struct token *t, const char *pin, bool writable, bool *again, struct token_error *error)
{
	CK_FLAGS flags = CKF_SERIAL_SESSION | (writable ? CKF_RW_SESSION : 0);
	CK_RV rv;

	if (!load(t, again, error) || !choose(t, again, error))
		return false;
	*again = true;
	if ((rv = t->module->C_OpenSession(t->slot, flags, NULL, NULL, &t->session)) != CKR_OK)
		return token_fail_rv(error, t, "C_OpenSession", rv);
	t->has_session = true;
	return log_in(t, pin, again, error);
}

static void
stop(struct token *t)
{
	if (t->logged_in)
		t->module->C_Logout(t->session);
	if (t->has_session)
		t->module->C_CloseSession(t->session);
	if (t->modules != NULL)
		p11_kit_modules_finalize_and_release(t->modules);
	t->modules = NULL;
	t->has_session = t->logged_in = false;
}

static void
wait_a_little(unsigned tries)
{
	long ms = (START_PAUSE_MS << tries) + (long)getpid() % START_JITTER_MS;
	struct timespec pause = { 0, ms * 1000000 };

	nanosleep(&pause, NULL);
}

static bool
start_patiently(struct token *t, const char *pin, bool writable, struct token_error *error)
{
	unsigned tries;
	bool again;

	for (tries = 1; !start(t, pin, writable, &again, error); tries++) {
		stop(t);
		if (!again)
			return false;
		if (tries == START_MAX) {
			/* What fails three times is no accident. */
			if (error->status == TOKEN_BUSY)
				error->status = TOKEN_CONFIG;
			return false;
		}
		wait_a_little(tries);
	}
	return true;
}

struct token *
token_open(const char *uri, const char *pin, bool writable, struct token_error *error)
{
	struct token *t = calloc(1, sizeof *t);
	char own[TOKEN_PIN_MAX + 1] = "";
	const char *source, *conf;
	bool open = false;

	error->status = TOKEN_OK;
	if (t == NULL) {
		token_fail(error, TOKEN_BUSY, "memory is short");
		return NULL;
	}
	t->lock = -1;
	if ((t->uri = token_uri_parse(uri, error)) == NULL)
		goto out;
	conf = token_uri_conf(t->uri);
	if (writable && conf != NULL && (t->lock = token_softhsm_lock(conf, error)) == -1)
		goto out;
	token_uri_label(t->uri, t->label);
	source = p11_kit_uri_get_pin_source(t->uri);
	if (pin == NULL && source != NULL) {
		if (!token_pin_source(source, own, error))
			goto out;
		pin = own;
	}
	open = start_patiently(t, pin, writable, error);
out:
	explicit_bzero(own, sizeof own);
	if (open)
		return t;
	token_close(t);
	return NULL;
}

void
token_close(struct token *t)
{
	struct token_key *key;

	if (t == NULL)
		return;
	while ((key = t->keys) != NULL) {
		t->keys = key->next;
		free(key);
	}
	stop(t);
	if (t->lock != -1)
		close(t->lock);
	p11_kit_uri_free(t->uri);
	free(t);
}

const char *
token_label(const struct token *t)
{
	return t->label;
}
