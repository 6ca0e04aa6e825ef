"""Runs the Orca screen reader with a debug log that is written line by line, so that a test can follow what is said.

Orca opens its log with a buffer of several thousand letters. Usage: orca_by_line.py LOG"""

import builtins
import runpy
import sys

log = sys.argv[1]
plain_open = builtins.open


def open_by_line(file, mode="r", *arguments, **named):
    if file == log:
        named["buffering"] = 1
    return plain_open(file, mode, *arguments, **named)


builtins.open = open_by_line
sys.argv = ["orca", "--disable=braille", "--debug-file=" + log]
runpy.run_path("/usr/bin/orca", run_name="__main__")
