# After a stop nothing goes either way; after it ends, the list goes on.
Alex shares with Dana
Dana adds "before"
wait 1 s
Alex stops sharing
Dana adds "after"
wait 60 s
Alex sees "before"
Alex sees no "after"
Alex resumes sharing
connect
wait 1 s
both see "after"
both agree
nobody talks
