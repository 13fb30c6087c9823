# Both begin a fresh list apart: they continue in one of them.
Alex shares with Dana
Alex adds "stays"
wait 1 s
cut Alex from Dana
Alex begins a fresh list
Dana begins a fresh list
connect
wait 10 s
both see "stays"
both agree
Alex adds "from Alex"
Dana adds "from Dana"
wait 1 s
both see "from Alex"
both see "from Dana"
both agree
nobody talks
