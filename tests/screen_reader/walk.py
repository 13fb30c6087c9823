"""A walk over all that is on a screen: can somebody who doesn't see it know what is there?"""

import pyatspi

from window import below, spoken

# The keyboard doesn't stop at these, yet without a name they say nothing.
SPEAKING = ("heading", "landmark", "dialog", "menu", "image")

SAID = (("focused", pyatspi.STATE_FOCUSED), ("checked", pyatspi.STATE_CHECKED), ("pressed", pyatspi.STATE_PRESSED))


def unclear(window):
    """What says too little on the screen: whether the keyboard stops there without a name, and a sentence."""
    before = "the beginning"
    for node, place in below(window.root):
        role, name = node.getRoleName(), spoken(node.name)
        focusable = _is(node, pyatspi.STATE_FOCUSABLE)
        if not name and (focusable or role in SPEAKING):
            where = " > ".join(place[1:]) or "the window"
            yield focusable, f"a {role} without a name, in {where}, after “{before}”"
        elif focusable and role == "label":
            yield False, f"“{name}” can be pressed, yet its role says only label"
        before = name or before


def tree(window):
    """All that is in the window, as somebody hears it who walks through it."""
    yield f"{window.person}'s window:"
    if window.root is not None:
        yield from _tree(window.root, 1)


def _tree(node, depth):
    has = [says for says, state in SAID if _is(node, state)]
    yield "  " * depth + " ".join([node.getRoleName(), f"“{spoken(node.name)}”", *has, *_text(node)])
    for child in node:
        if child is not None:
            yield from _tree(child, depth + 1)


def _is(node, state):
    return node.getState().contains(state)


def _text(node):
    try:
        return [repr(node.queryText().getText(0, -1))]
    except NotImplementedError:
        return []
