"""Prints the numbers and names of the roles and states that libatspi knows."""

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi

for number in range(Atspi.Role.LAST_DEFINED):
    print("role", number, Atspi.role_get_name(Atspi.Role(number)))
for name in dir(Atspi.StateType):
    value = getattr(Atspi.StateType, name)
    if name.isupper() and isinstance(value, Atspi.StateType):
        print("state", int(value), name.lower().replace("_", "-"))
