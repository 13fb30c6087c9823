# One begins a fresh list while the other, offline, goes on in the old one.
Alex shares with Dana
Alex adds "stays"
wait 1 s
cut Alex from Dana
Alex begins a fresh list
Dana adds "in the old one"
connect
wait 10 s
both see "stays"
Dana sees "in the old one"
Dana goes along
both agree
nobody talks
