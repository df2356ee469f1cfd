/* token_rv - what a PKCS#11 return value means to a run: one table. */
#include "token/token_p11.h"
#include <stdarg.h>
#include <stdio.h>

#define RV(code, status, text)                                                                 \
	{                                                                                      \
		code, #code, TOKEN_##status, text                                              \
	}

/*
 * BUSY is what the same command may find well a minute later; CONFIG what somebody has to
 * put right; FAILED, and everything that is not here, what this program should not have
 * asked.
 */
static const struct {
	CK_RV rv;
	const char *name;
	enum token_status status;
	const char *text;
} table[] = {
	RV(CKR_HOST_MEMORY, BUSY, "memory is short"),
	RV(CKR_GENERAL_ERROR, BUSY, "it reports a general error"),
	RV(CKR_FUNCTION_FAILED, BUSY, "it could not do what was asked"),
	RV(CKR_FUNCTION_CANCELED, BUSY, "it stopped in the middle"),
	RV(CKR_CANT_LOCK, BUSY, "it could not lock"),
	RV(CKR_DEVICE_ERROR, BUSY, "the device has a fault"),
	RV(CKR_DEVICE_MEMORY, BUSY, "the device's memory is full"),
	RV(CKR_DEVICE_REMOVED, BUSY, "the device was removed"),
	RV(CKR_KEY_HANDLE_INVALID, BUSY, "the key is no longer there"),
	RV(CKR_OBJECT_HANDLE_INVALID, BUSY, "the object is no longer there"),
	RV(CKR_KEY_CHANGED, BUSY, "the key was changed"),
	RV(CKR_OPERATION_ACTIVE, BUSY, "another operation is under way"),
	RV(CKR_SESSION_CLOSED, BUSY, "the session was closed"),
	RV(CKR_SESSION_COUNT, BUSY, "it has no session left"),
	RV(CKR_SESSION_HANDLE_INVALID, BUSY, "the session is no longer there"),
	RV(CKR_TOKEN_NOT_PRESENT, BUSY, "the token is no longer there"),
	RV(CKR_USER_NOT_LOGGED_IN, BUSY, "it has forgotten the login"),
	RV(CKR_CRYPTOKI_NOT_INITIALIZED, BUSY, "its module was shut down"),
	RV(CKR_RANDOM_NO_RNG, BUSY, "it has no random numbers"),
	RV(CKR_SLOT_ID_INVALID, BUSY, "its slot is no longer there"),

	RV(CKR_PIN_INCORRECT, CONFIG, "the PIN is wrong"),
	RV(CKR_PIN_INVALID, CONFIG, "the PIN has octets that a PIN may not have"),
	RV(CKR_PIN_LEN_RANGE, CONFIG, "the PIN is too short or too long"),
	RV(CKR_PIN_EXPIRED, CONFIG, "the PIN has expired"),
	RV(CKR_PIN_LOCKED, CONFIG, "the PIN is locked"),
	RV(CKR_PIN_TOO_WEAK, CONFIG, "the PIN is too weak"),
	RV(CKR_NEW_PIN_MODE, CONFIG, "it wants a new PIN"),
	RV(CKR_USER_PIN_NOT_INITIALIZED, CONFIG, "its PIN has never been set"),
	RV(CKR_USER_ANOTHER_ALREADY_LOGGED_IN, CONFIG, "another user is logged in"),
	RV(CKR_USER_TOO_MANY_TYPES, CONFIG, "too many users are logged in"),
	RV(CKR_TOKEN_NOT_RECOGNIZED, CONFIG, "the token is not recognized"),
	RV(CKR_TOKEN_WRITE_PROTECTED, CONFIG, "the token is read-only"),
	RV(CKR_SESSION_READ_ONLY, CONFIG, "the session is read-only"),
	RV(CKR_KEY_FUNCTION_NOT_PERMITTED, CONFIG, "the key may not sign"),
	RV(CKR_KEY_TYPE_INCONSISTENT, CONFIG, "the key is of another type"),
	RV(CKR_KEY_SIZE_RANGE, CONFIG, "it has no keys of that size"),
	RV(CKR_CURVE_NOT_SUPPORTED, CONFIG, "it does not know that curve"),
	RV(CKR_DOMAIN_PARAMS_INVALID, CONFIG, "it does not know that curve"),
	RV(CKR_MECHANISM_INVALID, CONFIG, "it does not have that mechanism"),
	RV(CKR_FUNCTION_NOT_SUPPORTED, CONFIG, "it does not have that function"),
	RV(CKR_FUNCTION_REJECTED, CONFIG, "its holder said no"),
	RV(CKR_ACTION_PROHIBITED, CONFIG, "its policy prohibits that"),
	RV(CKR_LIBRARY_LOAD_FAILED, CONFIG, "its module cannot load a library"),
	RV(CKR_FIPS_SELF_TEST_FAILED, CONFIG, "its self test fails"),
	RV(CKR_NEED_TO_CREATE_THREADS, CONFIG, "its module wants threads"),

	RV(CKR_ARGUMENTS_BAD, FAILED, "it does not like the arguments"),
	RV(CKR_ATTRIBUTE_READ_ONLY, FAILED, "an attribute is read-only"),
	RV(CKR_ATTRIBUTE_SENSITIVE, FAILED, "an attribute is secret"),
	RV(CKR_ATTRIBUTE_TYPE_INVALID, FAILED, "it does not know an attribute"),
	RV(CKR_ATTRIBUTE_VALUE_INVALID, FAILED, "it does not take an attribute's value"),
	RV(CKR_TEMPLATE_INCOMPLETE, FAILED, "an attribute is missing"),
	RV(CKR_TEMPLATE_INCONSISTENT, FAILED, "the attributes contradict each other"),
	RV(CKR_DATA_INVALID, FAILED, "it does not take the data"),
	RV(CKR_DATA_LEN_RANGE, FAILED, "it does not take data of that size"),
	RV(CKR_BUFFER_TOO_SMALL, FAILED, "its answer is too long"),
	RV(CKR_MECHANISM_PARAM_INVALID, FAILED, "it does not like the parameters"),
	RV(CKR_OPERATION_NOT_INITIALIZED, FAILED, "nothing was begun"),
};

#define ENTRIES (sizeof table / sizeof table[0])

static size_t
look_up(CK_RV rv)
{
	size_t i;

	for (i = 0; i < ENTRIES && table[i].rv != rv; i++)
		;
	return i;
}

enum token_status
token_rv_status(CK_RV rv)
{
	size_t i = look_up(rv);

	return rv == CKR_OK ? TOKEN_OK : i < ENTRIES ? table[i].status : TOKEN_FAILED;
}

bool
token_fail(struct token_error *error, enum token_status status, const char *fmt, ...)
{
	va_list ap;

	error->status = status;
	va_start(ap, fmt);
	vsnprintf(error->text, sizeof error->text, fmt, ap);
	va_end(ap);
	return false;
}

bool
token_fail_rv(struct token_error *error, const struct token *t, const char *call, CK_RV rv)
{
	size_t i = look_up(rv);

	if (i == ENTRIES)
		return token_fail(
		    error, TOKEN_FAILED, "token %s: %s fails with 0x%lx", t->label, call, rv);
	return token_fail(error, table[i].status, "token %s: %s (%s: %s)", t->label,
	    table[i].text, call, table[i].name);
}
