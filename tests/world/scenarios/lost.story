# A line that was lost on the way is sent again when nobody confirms it.
Alex shares with Dana
lose what Alex sends
Alex adds "lost on its way"
wait 1 s
Dana sees no "lost on its way"
let it through
wait 4 s
both see "lost on its way"
both agree
nobody talks
