# No clock decides anything.
Alex shares with Dana
the clock of Alex jumps -10 years
Alex adds "long ago"
wait 1 s
the clock of Dana jumps 10 years
Dana rewords "long ago" to "in days to come"
wait 1 s
Alex rewords "in days to come" to "now"
wait 5 s
both see "now"
both see no "in days to come"
both agree
nobody talks
