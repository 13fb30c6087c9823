"""Alex and Dana share a list and meet, each at a real window, by what a screen reader is told and nothing else.

    drive.py PROGRAM FOLDER

Needs a display, a session bus and `org.a11y.Status.IsEnabled`; `.ci/screen_reader` brings them.
"""

import signal
import sys
import time

from walk import tree, unclear
from window import Failed, Window, within

AT_MOST = 150  # seconds, should something hang

ALEX = ("Alex Kim", "Engineering")
DANA = ("Dana Ruiz", "Finance")
OFFER = "I could share our hiring forecast"
REWORDED = "I could share our hiring forecast in June"
NEW_LINE = "Add a line for both of you"
PAD = "For our next half hour"
ORDER = ("First", "Second", "Third", "Fourth")


class Story:
    """Two windows, and what was met on the way that says too little."""

    def __init__(self, program, room):
        self.alex = Window("Alex", program, room)
        self.dana = Window("Dana", program, room)
        self.windows = (self.alex, self.dana)
        self.faults = {}
        self.remarks = {}

    def look(self, window, screen):
        """Walks over a screen; what says too little there is told at the end, so that all of it is."""
        found = window.waits(lambda: [list(unclear(window))]) or window.fails(f"{screen} never stands still")
        for fault, says in found[0]:
            (self.faults if fault else self.remarks).setdefault(says, f"{window.person}, {screen}: {says}")

    def both_windows_open(self):
        for window in self.windows:
            window.opened()

    def each_says_who_they_are_and_adds_the_other(self):
        for window, me, other in ((self.alex, ALEX, DANA), (self.dana, DANA, ALEX)):
            window.the("entry", "Your name")
            self.look(window, "first run")
            window.write("Your name", me[0])
            window.write("Your department", me[1])
            window.press("push button", "Continue")
            window.the("entry", "Name")
            self.look(window, "the first peer")
            window.write("Name", other[0])
            window.write("Department", other[1])
            window.press("push button", "Add")
            window.the("push button", f"Share with {first(other)}…")
            window.hears("Only on this computer. Share it with …")
            self.look(window, "a peer's page")

    def alex_makes_an_invitation_and_dana_joins(self):
        alex, dana = self.windows
        alex.press("push button", "Share with Dana…")
        alex.the("push button", "Make invitation")
        self.look(alex, "what will be shared")
        alex.press("push button", "Make invitation")
        alex.the("entry", "The invitation")
        alex.hears("Waiting for Dana to open the invitation.")
        self.look(alex, "the invitation")
        alex.press("push button", "Copy")
        alex.hears("Copied.")
        dana.press("toggle button", "Peers")
        dana.press("push button", "I have an invitation…")
        dana.write("The invitation", alex.text("The invitation"))
        dana.the("label", "Alex Kim (Engineering, not checked) invites you to one shared list.…")
        self.look(dana, "joining")
        dana.press("push button", "Join")

    def both_see_the_same_four_words(self):
        seen = []
        for window in self.windows:
            window.the("push button", "They match")
            self.look(window, "the four words")
            seen.append([window.after(nth) for nth in ORDER])
        if seen[0] != seen[1] or not all(seen[0]):
            self.dana.fails(f"Alex sees the words {seen[0]}, Dana {seen[1]}")

    def both_press_they_match_and_are_connected(self):
        for window, other in ((self.alex, DANA), (self.dana, ALEX)):
            window.press("push button", "They match")
            window.is_gone("push button", "They match")
            window.is_gone("label", "not checked yet")
            window.the("label", f"{first(other)}’s computer is connected.…")
            window.hears(f"{first(other)}’s computer is connected.…")

    def what_alex_types_appears_at_danas(self):
        self.alex.focus("entry", NEW_LINE)
        self.alex.write(NEW_LINE, OFFER)
        self.alex.the("label", "not sent yet")
        self.look(self.alex, "a line being typed")
        self.alex.focus("entry", PAD)  # whoever only leaves the line has sent nothing
        self.alex.press("push button", "Add it")
        self.dana.the("push button", OFFER)
        self.look(self.dana, "the shared list")

    def dana_could_help_and_alex_sees_it(self):
        self.dana.press("push button", f"More about: {OFFER}")
        self.dana.the("push button", "I could help with this")
        self.look(self.dana, "what can be done with a line")
        self.dana.press("push button", "I could help with this")
        self.dana.the("label", "You could help")
        self.alex.the("label", "Dana could help")

    def dana_rewords_the_line_and_alex_sees_it(self):
        self.dana.press("push button", OFFER)
        self.dana.write(f"Reword: {OFFER}", REWORDED)
        self.look(self.dana, "rewording a line")
        self.dana.focus("entry", PAD)
        self.dana.press("push button", f"Reword it: {REWORDED}")
        self.alex.the("push button", REWORDED)

    def what_one_writes_on_the_pad_the_other_reads(self):
        agenda = "The forecast, and who reads it"
        self.alex.write(PAD, agenda)
        self.dana.waits(lambda: self.dana.text(PAD) == agenda) or self.dana.fails("the pad stayed as it was")

    def alex_and_dana_meet(self):
        self.the_half_hour(self.alex)

    def the_half_hour(self, window):
        """From the peer's page through the three parts, and back with what was kept."""
        words, promise, offer = "The audit in March", "Send the renewal dates", "Two days of a data engineer"
        window.press("push button", "Start the half hour")
        window.the("heading", "What’s keeping you up at night?")
        self.look(window, "the half hour, their part")
        window.write("A line to type on", words)
        window.press("push button", "Next: What I’m working on")
        window.the("heading", "What I’m working on")
        self.look(window, "the half hour, my part")
        window.write("A line to type on", promise)
        window.press("push button", "Promise")
        window.the("label", "Your promise")
        window.press("push button", "Next: Where might we help each other?")
        window.the("heading", "Where might we help each other?")
        self.look(window, "the half hour, together")
        window.write("A line to type on", offer)
        window.press("push button", "Offer")
        window.the("label", "You offer")
        window.press("push button", "End the half hour")
        window.the("heading", "After the half hour with Dana")
        self.look(window, "after the half hour")
        kept = {"Their words": words, "You said you’d, the words": promise, "You offer, the words": offer}
        for field, text in kept.items():
            if window.text(field) != text:
                window.fails(f"“{field}” says “{window.text(field)}”, not “{text}”")
        window.press("push button", "Done")
        window.hears("Kept. The next one begins with their words.")
        window.the("push button", words)
        window.the("check box", f"You said: {promise}…")
        self.look(window, "a peer's page after a half hour")

    def each_place_can_be_walked(self):
        for place in ("Today", "Peers", "Projects", "Review", "Settings and safety"):
            self.alex.press("toggle button", place)
            self.alex.the("heading", place)
            self.look(self.alex, place)
        self.alex.press("push button", "Find anything")
        self.alex.write("Find anything", "forecast")
        self.look(self.alex, "Find anything")

    def the_keyboard_stops_at_nothing_without_a_name(self):
        for says in self.remarks.values():
            print(f"remark: {says}")
        if self.faults:
            raise Failed("\n  ".join(["the keyboard stops where nothing is said:", *self.faults.values()]))


STORY = (
    Story.both_windows_open,
    Story.each_says_who_they_are_and_adds_the_other,
    Story.alex_makes_an_invitation_and_dana_joins,
    Story.both_see_the_same_four_words,
    Story.both_press_they_match_and_are_connected,
    Story.what_alex_types_appears_at_danas,
    Story.dana_could_help_and_alex_sees_it,
    Story.dana_rewords_the_line_and_alex_sees_it,
    Story.what_one_writes_on_the_pad_the_other_reads,
    Story.alex_and_dana_meet,
    Story.each_place_can_be_walked,
    Story.the_keyboard_stops_at_nothing_without_a_name,
)


def first(person):
    """The first name of somebody."""
    return person[0].split()[0]


def too_long(*_):
    raise Failed(f"it took more than {AT_MOST} s")


def tell(story, failure):
    """What went wrong, what the windows show, and what the programs wrote."""
    print(f"FAILED: {failure if isinstance(failure, Failed) else repr(failure)}")
    about = getattr(failure, "window", None)
    for window in story.windows if about is None else (about,):
        shown = within(5, lambda: list(tree(window)))
        print("\n".join(shown or [f"{window.person}'s window can't be asked"]))
    for window in story.windows:
        print(f"{window.person} heard: {window.heard}")
        with open(window.log, encoding="utf-8", errors="replace") as log:
            print(f"{window.person}'s program wrote:\n{log.read()}")


def main(program, room):
    """0 if the story went as told."""
    signal.signal(signal.SIGALRM, too_long)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    signal.alarm(AT_MOST)
    story = Story(program, room)
    try:
        for step in STORY:
            began = time.monotonic()
            step(story)
            print(f"ok: {step.__name__.replace('_', ' ')} ({time.monotonic() - began:.1f} s)", flush=True)
    except Exception as failure:  # whatever it is, the trees and the logs tell more
        tell(story, failure)
        return 1
    finally:
        for window in story.windows:
            window.closed()
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
