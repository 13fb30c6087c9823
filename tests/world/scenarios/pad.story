# Both write on the pad at once, over a network that repeats and reorders.
Alex shares with Dana
repeat and reorder frames
Alex writes "agenda: " on the pad
Dana writes "numbers! " on the pad
Alex adds "a"
Dana adds "b"
Alex adds "c"
wait 20 s
both see "a"
both see "b"
both see "c"
both agree
