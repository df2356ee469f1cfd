#!/usr/bin/python3
"""hostile.py - give many files to many programs and look at how they end.

    hostile.py [--every N] [--memory MEGABYTES] [--seconds S] PLACE... -- FOLDER... <programs

Each line of standard input is what a program may end with and how it is called:
"0,1,65 crl-show -e".  It is run in a PLACE, a directory of which each runs one program at a
time, once for every file in the FOLDERs: with the file as its standard input, or as the
operands written {}.  With --every N only every Nth file, another one for each program, so that
N programs see all of them.

Wrong are another exit status than those named, one that the manual page does not name, a
signal, more than a second (S) of processor time, or more memory than allowed.  Exit 1 when
anything was.
"""
import argparse
import os
import queue
import re
import resource
import shlex
import sys
import threading
import time

PATIENCE = 60 # seconds of waiting, on a machine with other work
SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../src/cmd")


def named(program):
	"""The exit statuses that a program's page names."""
	with open("%s/%s.1" % (SOURCE, program), encoding="ascii") as page:
		text = re.search(r"^\.SH EXIT STATUS\n(.*?)^\.SH", page.read(), re.M | re.S)
	return {int(word) for word in re.findall(r"\b\d+\b", text.group(1))}


def jobs(programs, files, every):
	for place, (allowed, words) in enumerate(programs):
		for at, name in enumerate(files):
			if (at + place) % every == 0:
				yield allowed, words, name


def end(pid, begin):
	"""Wait for a process: its status, seconds of processor time and megabytes."""
	while True:
		done, status, usage = os.wait4(pid, os.WNOHANG)
		if done:
			break
		if time.monotonic() - begin > PATIENCE:
			os.kill(pid, 9)
		time.sleep(0.001)
	return (os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime,
		usage.ru_maxrss / 1024)


def run(place, words, name):
	out = os.open(os.devnull, os.O_WRONLY)
	data = os.open(os.devnull if "{}" in words else name, os.O_RDONLY)
	argv = [name if word == "{}" else word for word in words]
	begin = time.monotonic()
	pid = os.posix_spawnp("env", ["env", "-C", place, *argv], os.environ, file_actions=[
		(os.POSIX_SPAWN_DUP2, data, 0), (os.POSIX_SPAWN_DUP2, out, 1),
		(os.POSIX_SPAWN_DUP2, out, 2)])
	resource.prlimit(pid, resource.RLIMIT_CPU, (5, 5))
	os.close(out)
	os.close(data)
	return end(pid, begin)


def work(place, todo, limits, wrong, count):
	while True:
		try:
			allowed, words, name = todo.get_nowait()
		except queue.Empty:
			return
		status, seconds, megabytes = run(place, words, name)
		count.append((seconds, megabytes))
		why = ("status %d" % status if status not in allowed else
			"%.1f s" % seconds if seconds > limits.seconds else
			"%.0f MB" % megabytes if megabytes > limits.memory else None)
		if why:
			wrong.append("%s: %s <%s" % (why, " ".join(words), name))


def main():
	parser = argparse.ArgumentParser()
	parser.add_argument("--every", type=int, default=1)
	parser.add_argument("--memory", type=int, default=256)
	parser.add_argument("--seconds", type=int, default=1) # of processor time
	parser.add_argument("places", nargs="+")
	end_of_options = sys.argv.index("--")
	args = parser.parse_args(sys.argv[1:end_of_options])
	files = sorted(os.path.abspath(os.path.join(folder, name))
		for top in sys.argv[end_of_options + 1:]
		for folder, _, names in os.walk(top) for name in names)
	programs = []
	for line in sys.stdin:
		allowed, *words = shlex.split(line)
		allowed = {int(word) for word in allowed.split(",")}
		if not allowed <= named(words[0]):
			sys.exit("%s: its page names %s" % (words[0], sorted(named(words[0]))))
		programs.append((allowed, words))
	todo, wrong, count = queue.Queue(), [], []
	for job in jobs(programs, files, args.every):
		todo.put(job)
	workers = [threading.Thread(target=work, args=(place, todo, args, wrong, count))
		for place in args.places]
	for worker in workers:
		worker.start()
	for worker in workers:
		worker.join()
	print("%d files, %d programs, %d runs; at most %.2f s and %.0f MB" % (len(files),
		len(programs), len(count), max(one[0] for one in count),
		max(one[1] for one in count)))
	sys.exit("\n".join(wrong) or None)


main()
