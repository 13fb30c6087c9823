"""Reads every file with icalendar and recurring-ical-events, and compares when each half hour starts.

Each file is read twice: as it is, where icalendar takes the zone from the system by its name; and with the zone renamed
to something nobody knows, so that only the VTIMEZONE in the file can say what the clocks show.
"""

import json
import sys
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

import icalendar
import recurring_ical_events


def starts(calendar, expected):
    """When each half hour starts, in UTC and in order."""
    between = [datetime.fromisoformat(expected[edge]) for edge in ("from", "to")]
    events = recurring_ical_events.of(calendar).between(*between)
    found = [event.start.astimezone(timezone.utc) for event in events]
    # A half hour that has begun before a window is over is in it; the list counts starts.
    return [start.strftime("%Y-%m-%dT%H:%M:%SZ") for start in sorted(found) if between[0] <= start < between[1]]


def words(calendar, name, expected):
    """What is wrong with the words and with who is named, if anything."""
    for event in calendar.walk("VEVENT"):
        if event["SUMMARY"] != expected["title"]:
            yield f"the title is {event['SUMMARY']!r}"
        named = [key for key in ("ORGANIZER", "ATTENDEE") if key in event]
        if name.endswith("mine.ics"):
            if named or "METHOD" in calendar or not event.walk("VALARM"):
                yield "my copy names people, or has a method, or no alarm"
        elif calendar["METHOD"] != "REQUEST" or len(named) != 2 or event.walk("VALARM"):
            yield "the invitation names nobody, or has no method, or an alarm"
        elif event["ATTENDEE"][0].params["CN"] != expected["cn"]:
            yield f"the guest is {event['ATTENDEE'][0].params['CN']!r}"


def main():
    folder = Path(sys.argv[1])
    all_expected = json.loads((folder / "expected.json").read_text())
    dates = 0
    wrong = []
    for number, (name, expected) in enumerate(sorted(all_expected.items())):
        text = (folder / name).read_bytes().decode()
        calendar = icalendar.Calendar.from_ical(text)
        wrong += [f"{name}: {said}" for said in words(calendar, name, expected)]
        alien = text.replace(expected["zone"], f"Nobody-knows-{number}")
        for zone, calendar in [("the system's", calendar), ("the file's", icalendar.Calendar.from_ical(alien))]:
            found = starts(calendar, expected)
            dates += len(found)
            if found != expected["starts"]:
                gone = sorted(set(expected["starts"]) - set(found))
                new = sorted(set(found) - set(expected["starts"]))
                twice = len(found) - len(set(found))
                wrong.append(f"{name}, {expected['zone']} by {zone} zone: lacks {gone}, has {new}, {twice} twice")
    for line in wrong:
        print(line)
    programs = f"icalendar {version('icalendar')}, recurring-ical-events {version('recurring-ical-events')}"
    verdict = f"{len(wrong)} differ" if wrong else "all equal"
    print(f"{programs}: {len(all_expected) // 2} series, {dates:,} dates, {verdict}")
    sys.exit(bool(wrong))


main()
