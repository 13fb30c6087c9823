// Reads every file with ical.js, by the zone that the file itself defines, and compares when each half hour starts.
// ical.js knows no zones of its own, so nothing else can be meant. The second argument is where it's installed.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const [folder, modules] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(modules, "package.json"));
const ICAL = require("ical.js").default ?? require("ical.js");
const version = JSON.parse(readFileSync(join(modules, "node_modules/ical.js/package.json"), "utf8")).version;

function utc(time) {
  return new Date(time.toUnixTime() * 1000).toISOString().replace(".000Z", "Z");
}

function starts(calendar, { from, to }) {
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  const all = calendar.getAllSubcomponents("vevent");
  const isOne = (event) => event.hasProperty("recurrence-id");
  const series = new ICAL.Event(all.find((event) => !isOne(event)), { exceptions: all.filter(isOne) });
  const found = [];
  const take = (start) => {
    if (utc(start) >= from && utc(start) < to) found.push(utc(start));
  };
  const dates = series.iterator();
  // A moved one may start earlier than the rule says, so the rule is followed a little further than the window.
  for (let next = dates.next(); next; next = dates.next()) {
    if (Date.parse(utc(next)) > Date.parse(to) + 40 * 86400_000) break;
    take(series.getOccurrenceDetails(next).startDate);
  }
  return found.sort();
}

function* words(calendar, name, expected) {
  for (const event of calendar.getAllSubcomponents("vevent")) {
    const title = event.getFirstPropertyValue("summary");
    if (title !== expected.title) yield `the title is ${JSON.stringify(title)}`;
    const guest = event.getFirstProperty("attendee")?.getFirstParameter("cn");
    const wanted = name.endsWith("mine.ics") ? undefined : expected.cn;
    if (guest !== wanted) yield `the guest is ${JSON.stringify(guest)}`;
  }
}

const allExpected = JSON.parse(readFileSync(join(folder, "expected.json"), "utf8"));
const wrong = [];
let dates = 0;
for (const [name, expected] of Object.entries(allExpected).sort()) {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(join(folder, name), "utf8")));
  for (const said of words(calendar, name, expected)) wrong.push(`${name}: ${said}`);
  const found = starts(calendar, expected);
  dates += found.length;
  if (JSON.stringify(found) !== JSON.stringify(expected.starts)) {
    const gone = expected.starts.filter((start) => !found.includes(start));
    const extra = found.filter((start) => !expected.starts.includes(start));
    wrong.push(`${name}, ${expected.zone}: lacks [${gone}], has [${extra}]`);
  }
}
for (const line of wrong) console.log(line);
const verdict = wrong.length ? `${wrong.length} differ` : "all equal";
const series = Object.keys(allExpected).length / 2;
console.log(`ical.js ${version}: ${series} series, ${dates.toLocaleString("en")} dates, ${verdict}`);
process.exit(wrong.length ? 1 : 0);
