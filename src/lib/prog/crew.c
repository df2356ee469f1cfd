#include "prog/crew.h"
#include "prog/prog_key.h"
#include "token/token_signer.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	BATCH = 16, /* a millisecond of P-256: a wait on a process costs little beside it */
	AHEAD = 2,  /* batches that a process has, the one in hand and the next */
	DIGEST_MAX = COSE_SIGNATURE_MAX / 2,
};

/* What a process says when it is ready, or why it is not. */
struct hello {
	struct token_error error;
	enum cose_algorithm algorithm;
};

/* And what it answers to a batch. */
struct reply {
	struct token_error error; /* why there are fewer signatures than digests */
	size_t count;
	uint8_t signatures[BATCH * COSE_SIGNATURE_MAX];
};

struct process {
	pid_t pid;
	int socket; /* one packet, one batch */
};

struct crew {
	const struct cli *cli;
	const char *name;
	enum cose_algorithm algorithm;
	size_t digest_size, signature_size;

	unsigned jobs; /* 1: this process signs, by signer */
	struct token_ring ring;
	struct token_signer *signer;
	struct process processes[CREW_MAX];

	uint8_t digests[BATCH * DIGEST_MAX]; /* not sent yet */
	size_t waiting;                      /* how many */
	uint64_t sent, received;             /* batches */
	struct reply reply;                  /* to the oldest batch */
	size_t taken;                        /* signatures of it */
};

/* The key, opened, proved and within its period.  NULL: hello->error. */
static struct token_signer *
open_signer(struct token_ring *ring, const struct crew_key *key, struct hello *hello)
{
	struct token_signer *signer;
	const char *why = NULL;

	ring->pin = key->pin;
	signer = token_signer_open(ring, key->uri, key->spki, &hello->error);
	if (key->pin != NULL)
		explicit_bzero(key->pin, strlen(key->pin));
	if (signer == NULL)
		return NULL;
	hello->algorithm = cose_algorithm_of(token_signer_kind(signer));
	if (hello->algorithm == COSE_NO_ALGORITHM)
		why = "the key is neither of P-256 nor of P-384 (RFC 9053 2.1)";
	if (why == NULL && (why = token_signer_period(signer, key->now)) == NULL)
		return signer;
	hello->error.status = TOKEN_CONFIG;
	snprintf(hello->error.text, sizeof hello->error.text, "%s", why);
	token_signer_free(signer);
	return NULL;
}

/* Sign a batch, up to the first failure. */
static void
sign(struct token_signer *signer, const uint8_t *digests, size_t count, size_t digest_size,
    struct reply *reply)
{
	uint8_t signature[TOKEN_SIGNATURE_MAX];
	struct der_slice digest = { digests, digest_size };
	size_t size;

	for (reply->count = 0; reply->count < count; reply->count++) {
		size = token_signer_raw(signer, digest, signature, &reply->error);
		if (size == 0)
			return;
		memcpy(reply->signatures + reply->count * size, signature, size);
		digest.data += digest_size;
	}
}

/* The life of a process of the crew.  It ends with the crew's side of its socket. */
_Noreturn static void
work(const struct crew_key *key, int socket)
{
	struct hello hello = { .error.status = TOKEN_OK };
	struct reply reply = { .count = 0 };
	uint8_t digests[BATCH * DIGEST_MAX];
	struct token_ring ring = { 0 };
	struct token_signer *signer;
	size_t size;
	ssize_t got;

	/* Who reads our output must see its end when the first process ends. */
	dup2(2, fileno(stdout));
	signer = open_signer(&ring, key, &hello);
	if (send(socket, &hello, sizeof hello, MSG_NOSIGNAL) != sizeof hello || signer == NULL)
		_exit(0);
	size = pkix_hash_size(cose_hash(hello.algorithm));
	while ((got = recv(socket, digests, sizeof digests, 0)) > 0) {
		sign(signer, digests, (size_t)got / size, size, &reply);
		if (send(socket, &reply, sizeof reply, MSG_NOSIGNAL) != sizeof reply)
			break;
	}
	token_signer_free(signer);
	token_ring_close(&ring);
	_exit(0);
}

/* A process is gone: killed, which may have any reason, or by a fault of its own. */
_Noreturn static void
mourn(const struct crew *crew, const struct process *p)
{
	long number = p - crew->processes + 1;
	int how = 0, by;

	close(p->socket); /* in case it is not */
	if (waitpid(p->pid, &how, 0) == -1)
		cli_die(crew->cli, CLI_BUG, "signing process %ld: %s", number, strerror(errno));
	if (!WIFSIGNALED(how))
		cli_die(crew->cli, CLI_BUG, "signing process %ld ended by itself", number);
	by = WTERMSIG(how);
	cli_die(crew->cli,
	    by == SIGKILL || by == SIGTERM || by == SIGINT || by == SIGHUP ? CLI_BUSY : CLI_BUG,
	    "signing process %ld was killed by signal %d (%s)", number, by, strsignal(by));
}

/* What a process has to say, of just that size. */
static void
hear(const struct crew *crew, const struct process *p, void *out, size_t size)
{
	ssize_t got;

	do
		got = recv(p->socket, out, size, 0);
	while (got == -1 && errno == EINTR);
	if (got <= 0)
		mourn(crew, p);
	if ((size_t)got != size)
		cli_die(crew->cli, CLI_BUG, "a signing process answered %zd octets", got);
}

static void
begin(struct crew *crew, const struct crew_key *key, struct process *p)
{
	const struct process *other;
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == -1 ||
	    (p->pid = fork()) == -1)
		cli_die(
		    crew->cli, CLI_BUSY, "a signing process cannot begin: %s", strerror(errno));
	if (p->pid == 0) {
		/* Else this one, when it hangs, would keep those from seeing their end. */
		for (other = crew->processes; other < p; other++)
			close(other->socket);
		close(pair[0]);
		work(key, pair[1]);
	}
	close(pair[1]);
	p->socket = pair[0];
}

static void
greet(struct crew *crew, const struct process *p)
{
	struct hello hello;

	hear(crew, p, &hello, sizeof hello);
	if (hello.error.status != TOKEN_OK)
		prog_token_failed(crew->cli, crew->name, &hello.error);
	crew->algorithm = hello.algorithm;
}

void
crew_open(const struct cli *cli, const struct crew_key *key, unsigned jobs, struct crew **to)
{
	struct crew *crew = *to = calloc(1, sizeof *crew);
	struct hello hello = { .error.status = TOKEN_OK };
	unsigned i;

	if (crew == NULL)
		cli_die(cli, CLI_BUSY, "memory is short");
	crew->cli = cli;
	crew->name = key->name;
	crew->jobs = jobs;
	if (jobs == 1) {
		if ((crew->signer = open_signer(&crew->ring, key, &hello)) == NULL)
			prog_token_failed(cli, key->name, &hello.error);
		crew->algorithm = hello.algorithm;
	} else {
		for (i = 0; i < jobs; i++) {
			begin(crew, key, &crew->processes[i]);
			greet(crew, &crew->processes[i]);
		}
	}
	if (key->pin != NULL)
		explicit_bzero(key->pin, strlen(key->pin));
	crew->digest_size = pkix_hash_size(cose_hash(crew->algorithm));
	crew->signature_size = cose_signature_size(crew->algorithm);
}

enum cose_algorithm
crew_algorithm(const struct crew *crew)
{
	return crew->algorithm;
}

size_t
crew_limit(const struct crew *crew)
{
	return crew->jobs == 1 ? 1 : (size_t)crew->jobs * AHEAD * BATCH;
}

static void
send_batch(struct crew *crew)
{
	const struct process *p = &crew->processes[crew->sent++ % crew->jobs];
	size_t size = crew->waiting * crew->digest_size;

	/* When it is dead, what it has signed before is still to be heard. */
	if (send(p->socket, crew->digests, size, MSG_NOSIGNAL) != (ssize_t)size &&
	    errno != EPIPE && errno != ECONNRESET)
		cli_die(crew->cli, CLI_BUSY, "a signing process: %s", strerror(errno));
	crew->waiting = 0;
}

void
crew_give(struct crew *crew, const uint8_t *digest)
{
	memcpy(crew->digests + crew->waiting++ * crew->digest_size, digest, crew->digest_size);
	if (crew->jobs > 1 && crew->waiting == BATCH)
		send_batch(crew);
}

/* The answer to the oldest batch. */
static void
receive(struct crew *crew)
{
	crew->taken = 0;
	if (crew->jobs == 1) {
		sign(crew->signer, crew->digests, crew->waiting, crew->digest_size,
		    &crew->reply);
		crew->waiting = 0;
		return;
	}
	if (crew->received == crew->sent)
		send_batch(crew);
	hear(crew, &crew->processes[crew->received++ % crew->jobs], &crew->reply,
	    sizeof crew->reply);
}

void
crew_take(struct crew *crew, uint8_t signature[COSE_SIGNATURE_MAX])
{
	if (crew->taken == crew->reply.count && crew->reply.error.status == TOKEN_OK)
		receive(crew);
	if (crew->taken == crew->reply.count)
		prog_token_failed(crew->cli, crew->name, &crew->reply.error);
	memcpy(signature, crew->reply.signatures + crew->taken++ * crew->signature_size,
	    crew->signature_size);
}

void
crew_close(struct crew *crew)
{
	unsigned i;

	token_signer_free(crew->signer);
	token_ring_close(&crew->ring);
	for (i = 0; i < crew->jobs && crew->jobs > 1; i++)
		close(crew->processes[i].socket);
	for (i = 0; i < crew->jobs && crew->jobs > 1; i++)
		waitpid(crew->processes[i].pid, NULL, 0);
	free(crew);
}
