"""Runs a command from a process of its own, and says what it took.

usage: measured.py FILE COMMAND …

Linux counts to the most memory of a process what the one had that it was forked from: beside a browser's driver that is more
than kpilint may take. Writes the wait status, the seconds and the most memory in KiB as JSON to FILE; both outputs pass through.
"""
import json
import os
import sys
import time

start = time.monotonic()
child = os.fork()
if child == 0:
    os.execvp(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(child, 0)
with open(sys.argv[1], "w") as file:
    json.dump({"status": status, "seconds": time.monotonic() - start, "memory": usage.ru_maxrss}, file)
