# Both are offline, both go on, and nothing needs deciding.
Alex shares with Dana
Alex adds "who tells the auditors"
wait 1 s
cut Alex from Dana
Alex adds "the new cost centres"
Dana adds "a laptop for the intern"
Dana marks "who tells the auditors" done
Alex marks "who tells the auditors" doing
Alex sees no "a laptop for the intern"
connect
wait 1 s
both see "the new cost centres"
both see "a laptop for the intern"
both agree
nobody talks
