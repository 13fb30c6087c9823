# One direction is lost for a while: Dana answers, and Alex hears nothing of it.
Alex shares with Dana
lose what Dana sends
Alex adds "can you hear me"
wait 5 s
Dana sees "can you hear me"
let it through
wait 10 s
both agree
nobody talks
