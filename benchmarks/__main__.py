"""All benchmarks as one table."""

import sys

from benchmarks._command import main

main(sys.argv[1:])
