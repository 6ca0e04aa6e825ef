"""Runs the Orca screen reader with a debug log that is written line by line, so that a test can follow what is said.

Orca opens its log with a buffer of several thousand letters. It also refuses to start while another Orca of the same person
runs; one on a display and buses of its own is in nobody's way, and is not to keep others from starting either.
Usage: by_line.py LOG SPEECH_DISPATCHER_ADDRESS"""

import builtins
import os
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

log = sys.argv[1]
os.environ["SPEECHD_ADDRESS"] = sys.argv[2]
plain_open = builtins.open


def open_by_line(file, mode="r", *arguments, **named):
    if file == log:
        named["buffering"] = 1
    return plain_open(file, mode, *arguments, **named)


builtins.open = open_by_line
sys.argv = ["orca", "--disable=braille", "--debug-file=" + log]
sys.dont_write_bytecode = True
loader = SourceFileLoader("orca_program", "/usr/bin/orca")
program = module_from_spec(spec_from_loader(loader.name, loader))
loader.exec_module(program)
program.otherOrcas = lambda: []
program.setProcessName = lambda name: None
sys.exit(program.main())
