"""Runs a command and prints, as JSON, what it took: seconds, seconds of processors, and the peak of
its memory in MB.

This is a program of its own, because a process starts out with the memory of the one that starts
it: measured from a large program, a small one would look large.
"""

import json
import resource
import subprocess
import sys
import time

if __name__ == "__main__":
    start = time.perf_counter()
    code = subprocess.call(sys.argv[1:], stdout=sys.stderr)
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = {
        "seconds": seconds,
        "processors": used.ru_utime + used.ru_stime,
        # Of the largest process among the command and its children; in KB on Linux, bytes on macOS.
        "megabytes": used.ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024),
    }
    print(json.dumps(took))
    sys.exit(code)
