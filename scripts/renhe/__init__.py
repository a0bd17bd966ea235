"""Builds the sample hospital samples/renhe: a double-entry model of an invented hospital and its workbooks."""
