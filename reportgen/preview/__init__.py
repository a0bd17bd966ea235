"""A case in the browser while it is worked on: what was read, what is missing, and the pages as they will print.

It decides nothing: each screen shows what a command would say, and each button does what a command does.
"""
