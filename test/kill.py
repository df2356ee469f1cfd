#!/usr/bin/python3
"""kill.py - kill a command at random moments, and look after each time.

    kill.py [--kills N] [--share X] [--seed N] WORK CHECK

WORK is a line for bash, run again and again in a process group of its own, with ROUND counting
from 1.  Three times it is left alone, to learn how long it takes; then kill -9 goes to the
whole group at a random moment of that time, until N kills found it running.  Every tenth time
it is left alone again.  After each time CHECK is run by bash -eux with ROUND, and STATUS: what
WORK ended with, 137 when it was killed.

Exit 1 with what CHECK said when that fails; when WORK, left alone, does; or when too small a
share of the kills (half, unless --share says so) found it running.
"""
import argparse
import ctypes
import os
import random
import signal
import statistics
import subprocess
import sys
import time

SPARED = 10 # every so many rounds nobody is killed


def adopt():
	"""Whoever is left when the head of its group dies becomes a child of ours."""
	subreaper = 36 # PR_SET_CHILD_SUBREAPER of prctl(2)
	ctypes.CDLL(None).prctl(subreaper, 1, 0, 0, 0)


def bury(group):
	"""Wait until no process of a group is left: one may still hold a lock as it dies."""
	try:
		while True:
			os.waitpid(-group, 0)
	except ChildProcessError:
		pass


def run(work, after, environment):
	"""Start WORK, kill its group after so many seconds (None: never): status and duration."""
	begin = time.monotonic()
	child = subprocess.Popen(["bash", "-c", work], env=environment, start_new_session=True)
	try:
		status = child.wait(after)
	except subprocess.TimeoutExpired:
		os.killpg(child.pid, signal.SIGKILL)
		status = child.wait()
		bury(child.pid)
	took = time.monotonic() - begin
	return (137 if status == -signal.SIGKILL else status), took


def check(text, environment):
	made = subprocess.run(["bash", "-eux", "-c", text], env=environment, text=True,
		stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
	if made.returncode == 0:
		return
	print("round %(ROUND)s, status %(STATUS)s: the check failed:" % environment)
	sys.exit(made.stdout or "(it said nothing)")


def main():
	parser = argparse.ArgumentParser()
	parser.add_argument("--kills", type=int, default=200)
	parser.add_argument("--share", type=float, default=0.5)
	parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
	parser.add_argument("work")
	parser.add_argument("check")
	args = parser.parse_args()
	chance = random.Random(args.seed)
	adopt()
	whole, landed, tried, number, when = [], 0, 0, 0, [0] * 10
	while landed < args.kills:
		number += 1
		environment = dict(os.environ, ROUND=str(number))
		leave = number <= 3 or number % SPARED == 0
		length = None if leave else statistics.median(whole[-5:])
		moment = None if leave else chance.uniform(0, length)
		status, took = run(args.work, moment, environment)
		environment["STATUS"] = str(status)
		check(args.check, environment)
		tried += not leave
		if status == 137:
			landed += 1
			when[min(9, int(10 * moment / length))] += 1
		elif leave and status != 0:
			sys.exit("round %d: left alone, it ended with %d" % (number, status))
		else: # it takes less than it took: other work on this machine has ended
			whole.append(took if leave else moment)
		if tried >= args.kills and landed < args.share * tried:
			sys.exit("of %d kills only %d found it running" % (tried, landed))
	print("%d kills of %d found it running, %.0f ms long; by tenths of it: %s; seed %d" % (
		landed, tried, 1000 * statistics.median(whole), " ".join(map(str, when)),
		args.seed))


main()
