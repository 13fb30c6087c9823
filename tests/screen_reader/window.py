"""One window of the program, known only by what its accessibility tree says: roles, names, texts, announcements."""

import os
import subprocess
import time

import pyatspi
from gi.repository import Atspi, GLib

PATIENCE = 15  # seconds; most answers come within a tenth of one


class Failed(Exception):
    """What the story waited for did not come; `window` is where it should have."""

    def __init__(self, says, window=None):
        super().__init__(says)
        self.window = window


def within(seconds, condition):
    """What the condition gave as soon as it gave something, or nothing after that many seconds."""
    context = GLib.MainContext.default()
    end = time.monotonic() + seconds
    while True:
        while context.pending():
            context.iteration(False)
        try:
            found = condition()
        except GLib.Error:
            found = None  # a part of the tree went away while it was looked at; the next look sees the new one
        if found:
            return found
        if time.monotonic() >= end:
            return None
        time.sleep(0.05)


def spoken(words):
    """Words as they are heard: the icons are letters of a private area, which say nothing."""
    return "".join(letter for letter in words or "" if not "\ue000" <= letter <= "\uf8ff").strip()


def fits(words, wanted):
    """Whether they are the wanted ones, or begin like them where these end in "…"."""
    words = spoken(words)
    return words == wanted or (wanted.endswith("…") and words.startswith(wanted[:-1]))


def below(node, place=()):
    """Everything in a node, in reading order, each with the names of what it is in."""
    for child in node:
        if child is not None:
            yield child, place
            name = spoken(child.name)
            yield from below(child, (*place, name) if name else place)


class Window:
    """The program on a data folder of its own; `person` is whose it is."""

    def __init__(self, person, program, room):
        self.person = person
        self.heard = []
        self.root = None
        self.log = os.path.join(room, f"{person}.log")
        with open(self.log, "wb") as log:
            command = [program, "--data", os.path.join(room, person)]
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        pyatspi.Registry.registerEventListener(self._announced, "object:announcement")

    def opened(self):
        """Waits until the window can be asked."""
        self.root = self.waits(self._application) or self.fails("the window can't be found")
        # What libatspi remembers may be older than what is on the screen.
        self.root.set_cache_mask(Atspi.Cache.NONE)
        self.the("frame", "Sideways")

    def closed(self):
        """Ends the program."""
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def fails(self, says):
        """Ends the story here."""
        raise Failed(f"{self.person}: {says}", self)

    def waits(self, condition):
        """What the condition gives, waited for as long as the program runs."""

        def looked():
            if self.process.poll() is not None:
                self.fails(f"the program ended with {self.process.returncode}")
            return condition()

        return within(PATIENCE, looked)

    def _application(self):
        # Both have the same name, that of the executable; the process tells them apart.
        applications = [it for it in pyatspi.Registry.getDesktop(0) if it]
        return next((it for it in applications if it.get_process_id() == self.process.pid), None)

    def _announced(self, event):
        if event.host_application and event.host_application.get_process_id() == self.process.pid:
            self.heard.append(str(event.any_data))

    def find(self, role, name):
        """The first with that role and name."""
        nodes = (node for node, _ in below(self.root))
        return next((node for node in nodes if node.getRoleName() == role and fits(node.name, name)), None)

    def the(self, role, name):
        """The one with that role and name, waited for."""
        return self.waits(lambda: self.find(role, name)) or self.fails(f"no {role} “{name}”")

    def is_gone(self, role, name):
        """Waits until there is none with that role and name."""
        self.waits(lambda: not self.find(role, name)) or self.fails(f"{role} “{name}” is still there")

    def after(self, name):
        """What the label says that follows the one with that name."""
        labels = [node for node, _ in below(self.root) if node.getRoleName() == "label"]
        return next((spoken(then.name) for it, then in zip(labels, labels[1:]) if fits(it.name, name)), None)

    def press(self, role, name):
        """Presses it, as a screen reader does."""
        self._do(role, name, "can't be pressed", lambda node: node.queryAction().doAction(0))

    def focus(self, role, name):
        """Gives it the keyboard's focus, and so takes it from where it was."""
        self._do(role, name, "doesn't take the focus", lambda node: node.queryComponent().grabFocus())

    def text(self, name):
        """What is in the field with that name."""
        return self.the("entry", name).queryText().getText(0, -1)

    def write(self, name, text):
        """Puts the text in the field with that name."""
        self._do("entry", name, "can't be written", lambda node: node.queryEditableText().setTextContents(text))
        self.waits(lambda: self.text(name) == text) or self.fails(f"“{name}” says “{self.text(name)}”")

    def _do(self, role, name, otherwise, act):
        self.the(role, name)
        done = self.waits(lambda: (node := self.find(role, name)) and act(node))
        done or self.fails(f"{role} “{name}” {otherwise}")

    def hears(self, words):
        """Waits until the words were announced, once for each time that this is asked."""
        said = self.waits(lambda: next((it for it in self.heard if fits(it, words)), None))
        self.heard.remove(said or self.fails(f"“{words}” was not announced, only {self.heard}"))
