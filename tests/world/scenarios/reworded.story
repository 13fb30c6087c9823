# Two rewordings apart are two versions on one line, until somebody keeps one.
Alex shares with Dana
Alex adds "budget"
wait 1 s
cut Alex from Dana
Alex rewords "budget" to "budget for spring"
Dana rewords "budget" to "the budget, by May"
connect
wait 1 s
both see "budget for spring" and "the budget, by May" on one line
Dana keeps "the budget, by May"
wait 1 s
both see "the budget, by May"
both see no "budget for spring"
both agree
nobody talks
