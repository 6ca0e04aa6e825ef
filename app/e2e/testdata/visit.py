"""Uses Alongside as a tool that drives programs does, by way of pyatspi: every screen by its actions, then the sample story with
its sound. Prints one JSON object of what it found."""

import json
import sys
import time

import pyatspi
from gi.repository import GLib

PLAY_S = float(sys.argv[1])
found = {"faults": [], "screens": {}}


def until(what, ask, patience=10):
    deadline = time.time() + patience
    while time.time() < deadline:
        try:
            answer = ask()
        except Exception:  # it went away meanwhile
            answer = None
        if answer:
            return answer
        time.sleep(0.05)
    print([(p and p.name, p and p.childCount) for p in pyatspi.Registry.getDesktop(0)], file=sys.stderr)
    sys.exit("waited in vain for " + what)


def find():
    desktop = pyatspi.Registry.getDesktop(0)
    desktop.clearCache()
    for program in desktop:
        if program and program.name == "Alongside" and program.childCount and program[0].childCount:
            return program


def all_below(o):
    yield o
    for child in o:
        if child is not None:
            yield from all_below(child)


def named(name, role=None):
    for o in all_below(program):
        if o.name == name and (role is None or o.getRole() == role):
            return o


def press(name, role=None):
    until(name, lambda: named(name, role)).queryAction().doAction(0)


def choose(title, item):
    bar = until("the menus", lambda: named("Menus", pyatspi.ROLE_MENU_BAR))
    of = next(t for t in bar if t.name == title)
    of.queryAction().doAction(0)
    until(item, lambda: next((o for o in of if o.name == item), None)).queryAction().doAction(0)
    return of


def menu(title, item):
    of = choose(title, item)
    until("the menu to close", lambda: not of.childCount)


def look(screen):
    """Notes every role and name of a screen, and what is wrong with what one can use there."""
    frame = program[0].queryComponent().getExtents(pyatspi.WINDOW_COORDS)
    seen = []
    for o in all_below(program[0]):
        states = o.getState()
        seen.append(o.getRoleName() + ": " + (o.name or o.description or "…"))
        if not states.contains(pyatspi.STATE_FOCUSABLE):
            continue
        where = screen + ", " + o.getRoleName() + " " + repr(o.name)
        text = ""
        if "Text" in pyatspi.listInterfaces(o):
            text = o.queryText().getText(0, -1)
        if o.getRole() in (pyatspi.ROLE_UNKNOWN, pyatspi.ROLE_INVALID):
            found["faults"].append(where + " has no role")
        if not o.name and not text:
            found["faults"].append(where + " has neither name nor text")
        if not states.contains(pyatspi.STATE_SENSITIVE):
            found["faults"].append(where + " can have the focus and is not to be used")
        at = o.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        inside = at.x < frame.width and at.y < frame.height and at.x + at.width > 0 and at.y + at.height > 0
        if states.contains(pyatspi.STATE_SHOWING) and (not inside or at.width < 1 or at.height < 1):
            found["faults"].append("%s stands at %s" % (where, at))
    found["screens"][screen] = seen


def close(title):
    dialog = named(title, pyatspi.ROLE_DIALOG)
    until("a way out of " + title, lambda: next(
        (o for o in all_below(dialog) if o.getRole() == pyatspi.ROLE_PUSH_BUTTON and o.name in ("Close", "Cancel")), None
    )).queryAction().doAction(0)
    until(title + " to close", lambda: named(title, pyatspi.ROLE_DIALOG) is None)


def panel(title_of_menu, item, title):
    menu(title_of_menu, item)
    until(title, lambda: named(title, pyatspi.ROLE_DIALOG))
    look(title)
    close(title)


program = until("the program", find)
until("the story", lambda: named("Play", pyatspi.ROLE_PUSH_BUTTON))
look("the sample story, as the program starts")
menu("Library", "Back to the library")
story = until("the library", lambda: next(
    (o for o in all_below(program) if o.getRole() == pyatspi.ROLE_LIST_ITEM and o.name.startswith("The Fog Bell")), None))
look("the library")
for of, item, title in (
    ("Story", "Add a story…", "Add a story"),
    ("Help", "Commands and keys", "Commands and keys"),
    ("Help", "About Alongside", "About Alongside"),
    ("Library", "Storage…", "Storage"),
):
    panel(of, item, title)
menu("Library", "Feeds")
until("the feeds", lambda: named("Feeds", pyatspi.ROLE_HEADING))
look("the feeds")
menu("Library", "Back to the library")

menu("Story", "Settings…")
until("the settings", lambda: named("Settings", pyatspi.ROLE_DIALOG))
look("Settings")
for group, part in (("Looks", "High contrast"), ("Sound", "Speed"), ("Following", "Mark the turn"), ("More", "Turn by turn"), ("Text", "Text size")):
    press(group, pyatspi.ROLE_RADIO_BUTTON)
    until(part, lambda: named(part))
    look("Settings, " + group)
size = named("Text size", pyatspi.ROLE_SLIDER)
size.queryValue().currentValue = 1.5
found["size"] = until("another size", lambda: named("Text size").queryValue().currentValue not in (0, 1) and
                      named("Text size").queryValue().currentValue)
close("Settings")

until("the story's card", lambda: next(
    (o for o in all_below(program) if o.getRole() == pyatspi.ROLE_LIST_ITEM and o.name.startswith("The Fog Bell")), None
)).queryAction().doAction(0)
page = until("the story", lambda: next((o for o in all_below(program) if o.getRole() == pyatspi.ROLE_DOCUMENT_FRAME), None))
look("the story")

for n, paragraph in enumerate(page):
    text = paragraph.queryText()
    content = text.getText(0, -1)
    at = content.find("Wren Harbor")
    if at >= 0:
        word = text.getTextAtOffset(at, pyatspi.TEXT_BOUNDARY_WORD_START)
        x, y, width, height = text.getRangeExtents(at, at + 4, pyatspi.WINDOW_COORDS)
        found["word"] = {"turn": n, "text": word[0], "start": word[1], "at": at, "place": [x, y, width, height]}
        break

carets = []


def moved(event):
    now = time.time_ns()
    source = event.source
    if source.getRole() == pyatspi.ROLE_PARAGRAPH:
        carets.append({"wall_ns": now, "turn": source.getIndexInParent(), "offset": event.detail1})


pyatspi.Registry.registerEventListener(moved, "object:text-caret-moved")
until("Play", lambda: named("Play", pyatspi.ROLE_PUSH_BUTTON)).queryComponent().grabFocus()
press("Play", pyatspi.ROLE_PUSH_BUTTON)
GLib.timeout_add(int(PLAY_S * 1000), pyatspi.Registry.stop)
pyatspi.Registry.start()
press("Pause", pyatspi.ROLE_PUSH_BUTTON)
found["paused"] = bool(until("the pause", lambda: named("Play", pyatspi.ROLE_PUSH_BUTTON)))
found["carets"] = carets
found["paragraphs"] = [p.queryText().getText(0, -1) for p in page]
choose("Story", "Quit")
print(json.dumps(found))
