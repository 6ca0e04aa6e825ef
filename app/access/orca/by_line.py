"""Runs the Orca screen reader with a debug log that is written line by line, so that a test can follow what is said.

Orca opens its log with a buffer of several thousand letters. Usage: by_line.py LOG SPEECH_DISPATCHER_ADDRESS"""

import builtins
import os
import runpy
import sys

log = sys.argv[1]
os.environ["SPEECHD_ADDRESS"] = sys.argv[2]
plain_open = builtins.open


def open_by_line(file, mode="r", *arguments, **named):
    if file == log:
        named["buffering"] = 1
    return plain_open(file, mode, *arguments, **named)


def no_others(command, *arguments):
    """Keeps Orca from leaving because a person, or another test, has one running: it asks pgrep."""
    return plain_popen("true" if command.startswith("pgrep") else command, *arguments)


builtins.open = open_by_line
plain_popen = os.popen
os.popen = no_others
sys.argv = ["orca", "--disable=braille", "--debug-file=" + log]
runpy.run_path("/usr/bin/orca", run_name="__main__")
