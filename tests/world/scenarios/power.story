# What was acknowledged is there after the power failed, and arrives.
Alex shares with Dana
cut Alex from Dana
Alex adds "written just before"
Alex loses power
Dana adds "written meanwhile"
Alex starts again
Alex sees "written just before"
connect
wait 1 s
both see "written just before"
both see "written meanwhile"
both agree
