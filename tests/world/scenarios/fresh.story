# A fresh list has the visible lines, and both go on in it.
Alex shares with Dana
Alex adds "stays"
Dana adds "goes"
wait 1 s
Dana removes "goes"
wait 1 s
Alex begins a fresh list
wait 1 s
both see "stays"
both see no "goes"
Dana adds "in the fresh list"
wait 1 s
both see "in the fresh list"
both agree
nobody talks
