/*
 * p11-fault - a PKCS#11 module for tests: SoftHSM (SOFTHSM_MODULE), with faults put in front.
 *
 * P11_FAULT, one or more of "NAME FROM TO WHAT;": calls FROM to TO (from 1) of function NAME
 * return WHAT, a CKR number, without reaching the token; WHAT "kill" kills the process before
 * the call, "killed" after it.  P11_FLAGS is or-ed into every token's flags; the boolean
 * attribute P11_LIE is told the wrong way round, the attribute P11_HIDE is not told.  The
 * descriptor P11_LOG gets the name of each call.
 */
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static CK_FUNCTION_LIST *real, table;

/* Count a call; in the environment, for the module is unloaded between two starts. */
static unsigned
count(const char *name)
{
	char key[80], text[16];
	const char *before, *log = getenv("P11_LOG");
	unsigned calls;

	snprintf(key, sizeof key, "P11_CALLS_%s", name);
	before = getenv(key);
	calls = (before != NULL ? (unsigned)atoi(before) : 0) + 1;
	snprintf(text, sizeof text, "%u", calls);
	setenv(key, text, 1);
	if (log != NULL)
		dprintf(atoi(log), "%s\n", name);
	return calls;
}

/* What is to happen before or after a call of name: 1 with *rv, or 0. */
static int
fault(const char *name, unsigned calls, const char *kill, CK_RV *rv)
{
	const char *all;
	char at[64], what[32];
	unsigned from, to;

	for (all = getenv("P11_FAULT");
	     all != NULL && sscanf(all, " %63s %u %u %31[^; ]", at, &from, &to, what) == 4;
	     all = strchr(all, ';') != NULL ? strchr(all, ';') + 1 : NULL) {
		if (strcmp(at, name) != 0 || calls < from || calls > to)
			continue;
		if (strcmp(what, kill) == 0)
			raise(SIGKILL);
		if (what[0] != 'k') {
			*rv = strtoul(what, NULL, 0);
			return 1;
		}
	}
	return 0;
}

#define WRAP(name, parameters, arguments)                                                      \
	static CK_RV my_##name parameters                                                      \
	{                                                                                      \
		unsigned calls = count(#name);                                                 \
		CK_RV rv, ignored;                                                             \
                                                                                               \
		if (fault(#name, calls, "kill", &rv))                                          \
			return rv;                                                             \
		rv = real->name arguments;                                                     \
		fault(#name, calls, "killed", &ignored);                                       \
		return rv;                                                                     \
	}

WRAP(C_Initialize, (void *a), (a))
WRAP(C_OpenSession, (CK_SLOT_ID a, CK_FLAGS b, void *c, CK_NOTIFY d, CK_SESSION_HANDLE *e),
    (a, b, c, d, e))
WRAP(C_Login, (CK_SESSION_HANDLE a, CK_USER_TYPE b, unsigned char *c, CK_ULONG d), (a, b, c, d))
WRAP(C_FindObjectsInit, (CK_SESSION_HANDLE a, CK_ATTRIBUTE *b, CK_ULONG c), (a, b, c))
WRAP(C_SignInit, (CK_SESSION_HANDLE a, CK_MECHANISM *b, CK_OBJECT_HANDLE c), (a, b, c))
WRAP(C_Sign, (CK_SESSION_HANDLE a, unsigned char *b, CK_ULONG c, unsigned char *d, CK_ULONG *e),
    (a, b, c, d, e))
WRAP(C_GenerateKeyPair,
    (CK_SESSION_HANDLE a, CK_MECHANISM *b, CK_ATTRIBUTE *c, CK_ULONG d, CK_ATTRIBUTE *e,
	CK_ULONG f, CK_OBJECT_HANDLE *g, CK_OBJECT_HANDLE *h),
    (a, b, c, d, e, f, g, h))
WRAP(C_CopyObject,
    (CK_SESSION_HANDLE a, CK_OBJECT_HANDLE b, CK_ATTRIBUTE *c, CK_ULONG d, CK_OBJECT_HANDLE *e),
    (a, b, c, d, e))
WRAP(C_DestroyObject, (CK_SESSION_HANDLE a, CK_OBJECT_HANDLE b), (a, b))

static CK_RV
my_C_GetTokenInfo(CK_SLOT_ID slot, CK_TOKEN_INFO *info)
{
	const char *flags = getenv("P11_FLAGS");
	CK_RV rv;

	if (fault("C_GetTokenInfo", count("C_GetTokenInfo"), "kill", &rv))
		return rv;
	rv = real->C_GetTokenInfo(slot, info);
	if (rv == CKR_OK && flags != NULL)
		info->flags |= strtoul(flags, NULL, 0);
	return rv;
}

static CK_RV
my_C_GetAttributeValue(
    CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE *at, CK_ULONG count)
{
	CK_RV rv = real->C_GetAttributeValue(session, object, at, count);
	const char *lie = getenv("P11_LIE"), *hide = getenv("P11_HIDE");

	if (hide != NULL && at->type == strtoul(hide, NULL, 0))
		return CKR_ATTRIBUTE_TYPE_INVALID;
	if (rv == CKR_OK && lie != NULL && at->type == strtoul(lie, NULL, 0) &&
	    at->ulValueLen == 1)
		*(CK_BBOOL *)at->pValue ^= 1;
	return rv;
}

CK_RV
C_GetFunctionList(CK_FUNCTION_LIST **list)
{
	void *module = dlopen(getenv("SOFTHSM_MODULE"), RTLD_NOW | RTLD_LOCAL);
	CK_RV (*get)(CK_FUNCTION_LIST **) = NULL;

	if (module != NULL)
		*(void **)&get = dlsym(module, "C_GetFunctionList");
	if (get == NULL || get(&real) != CKR_OK)
		return CKR_GENERAL_ERROR;
	table = *real;
	table.C_Initialize = my_C_Initialize;
	table.C_GetTokenInfo = my_C_GetTokenInfo;
	table.C_OpenSession = my_C_OpenSession;
	table.C_Login = my_C_Login;
	table.C_FindObjectsInit = my_C_FindObjectsInit;
	table.C_GetAttributeValue = my_C_GetAttributeValue;
	table.C_SignInit = my_C_SignInit;
	table.C_Sign = my_C_Sign;
	table.C_GenerateKeyPair = my_C_GenerateKeyPair;
	table.C_CopyObject = my_C_CopyObject;
	table.C_DestroyObject = my_C_DestroyObject;
	*list = &table;
	return CKR_OK;
}
