"""Puts every copy of mine into a fresh khal calendar, lists it in UTC, and compares when each half hour starts.

Series that were changed are imported as they were first, then as they are now, as somebody would: the later file must
take the place of the earlier one.
"""

import json
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

CONFIG = """
[calendars]
[[fresh]]
path = {room}/calendar
type = calendar
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {room}/khal.db
"""


def main():
    folder = Path(sys.argv[1])
    all_expected = json.loads((folder / "expected.json").read_text())
    mine = {name: expected for name, expected in sorted(all_expected.items()) if name.endswith("mine.ics")}
    with tempfile.TemporaryDirectory() as room:
        (Path(room) / "calendar").mkdir()
        config = Path(room) / "config"
        config.write_text(CONFIG.format(room=room))
        program = [Path(sys.executable).parent / "khal", "-c", config]

        def khal(*arguments):
            done = subprocess.run([*program, *arguments], capture_output=True, text=True)
            # Warnings count: khal reads on after an event it can't read.
            if done.returncode or done.stderr.strip():
                sys.exit(f"khal {arguments[0]}: {done.stderr}{done.stdout}")
            return done.stdout

        before = [expected["before"] for expected in mine.values() if "before" in expected]
        khal("import", "--batch", *[folder / name for name in before])
        khal("import", "--batch", *[folder / name for name in mine])
        first = min(expected["from"] for expected in mine.values())[:10]
        last = max(expected["to"] for expected in mine.values())[:10]
        wanted = "{uid}|{start-date-long}T{start-time}:00Z|{title}"
        listed = khal("list", "--day-format", "", "--format", wanted, first, last)

    starts = {}
    titles = {}
    for line in filter(None, listed.splitlines()):
        uid, start, title = line.split("|", 2)
        # One that goes on past midnight is listed on both days.
        starts.setdefault(uid, set()).add(start)
        titles.setdefault(uid, set()).add(title)
    wrong = []
    dates = 0
    for name, expected in mine.items():
        uid = expected["uid"]
        found = sorted(start for start in starts.get(uid, ()) if expected["from"] <= start < expected["to"])
        dates += len(found)
        if found != expected["starts"]:
            gone = sorted(set(expected["starts"]) - set(found))
            new = sorted(set(found) - set(expected["starts"]))
            wrong.append(f"{name}, {expected['zone']}: lacks {gone}, has {new}")
        if titles.get(uid) != {expected["title"]}:
            wrong.append(f"{name}: the title is {titles.get(uid)}")
    for line in wrong:
        print(line)
    verdict = f"{len(wrong)} differ" if wrong else "all equal"
    series = f"{len(mine)} series, {len(before)} in place of an older file"
    print(f"khal {version('khal')}: {series}, {dates:,} dates, {verdict}")
    sys.exit(bool(wrong))


main()
