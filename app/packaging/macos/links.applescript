-- macOS hands a link to a program as an event, which the window's library doesn't pass on. So this small program in the
-- bundle takes `sideways:` links, and starts Sideways with the link as its last argument.
on open location link
	set program to quoted form of (POSIX path of (path to me) & "../../MacOS/sideways")
	do shell script program & " " & quoted form of link & " >/dev/null 2>&1 &"
end open location
