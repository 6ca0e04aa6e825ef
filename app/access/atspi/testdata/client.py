"""Uses the program of the tests as a screen reader or a tool does, by way of pyatspi, and prints what it finds."""

import sys
import time

import pyatspi
from gi.repository import GLib


def find(name):
    for _ in range(100):
        for program in pyatspi.Registry.getDesktop(0):
            if program and program.name == name and program.childCount:
                return program
        time.sleep(0.05)
    sys.exit("the program is not listed")


def named(name):
    return pyatspi.findDescendant(program, lambda o: o.name == name)


def walk(o, depth=0):
    print("tree", "." * depth + o.getRoleName(), o.name)
    for child in o:
        walk(child, depth + 1)


def until(what, so):
    for _ in range(100):
        program.clearCache()
        if so():
            print("did", what)
            return
        time.sleep(0.02)
    print("did not", what)


program = find("Recipes")
walk(program)

named("Cook").queryAction().doAction(0)

page = named("Recipe")
text = page[0].queryText()
for kind, boundary in (
    ("letter", pyatspi.TEXT_BOUNDARY_CHAR),
    ("word", pyatspi.TEXT_BOUNDARY_WORD_START),
    ("sentence", pyatspi.TEXT_BOUNDARY_SENTENCE_START),
    ("line", pyatspi.TEXT_BOUNDARY_LINE_START),
):
    print(kind, repr(text.getTextAtOffset(8, boundary)))
print("before", repr(text.getTextBeforeOffset(8, pyatspi.TEXT_BOUNDARY_WORD_START)))
print("after", repr(text.getTextAfterOffset(8, pyatspi.TEXT_BOUNDARY_WORD_START)))
print("word end", repr(text.getTextAtOffset(8, pyatspi.TEXT_BOUNDARY_WORD_END)))

text.setCaretOffset(6)
until("move the caret", lambda: text.caretOffset == 6)

warmth = named("Warmth").queryValue()
warmth.currentValue = 4
until("set the value", lambda: warmth.currentValue == 4)

guests = named("Guests")
guests.queryEditableText().setTextContents("Zoë 🙂")
until("write", lambda: guests.queryText().getText(0, -1) == "Zoë 🙂")
print("count", guests.queryText().characterCount)
guests.queryEditableText().insertText(4, "and Ann ", 8)
guests.queryEditableText().deleteText(0, 4)
until("edit", lambda: guests.queryText().getText(0, -1) == "and Ann 🙂")

for start, end in ((-5, 3), (7, 2), (1000, 2000), (0, -1), (-1, -1)):
    print("out", start, end, repr(guests.queryText().getText(start, end)))

named("Guests").queryComponent().grabFocus()
until("give the focus", lambda: guests.getState().contains(pyatspi.STATE_FOCUSED))

collection = program.queryCollection()
rule = collection.createMatchRule(
    pyatspi.StateSet().raw(), collection.MATCH_ALL, "", collection.MATCH_ALL,
    [pyatspi.ROLE_PUSH_BUTTON], collection.MATCH_ANY, "", collection.MATCH_ALL, False)
print("buttons", [o.name for o in collection.getMatches(rule, collection.SORT_ORDER_CANONICAL, 0, True)])

heard = []


def listener(event):
    heard.append("%s %s %s" % (event.type, event.source.name, event.detail1))
    if len(heard) == 2:
        pyatspi.Registry.stop()


pyatspi.Registry.registerEventListener(listener, "object:state-changed:checked", "object:property-change:accessible-value")


def act():
    named("Salt").queryAction().doAction(0)
    warmth.currentValue = 7
    return False


GLib.timeout_add(100, act)
GLib.timeout_add(5000, pyatspi.Registry.stop)
pyatspi.Registry.start()
for event in heard:
    print("event", event)
