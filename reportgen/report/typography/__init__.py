"""Chinese typography that the layout engine lacks: where a text opens and closes up, and how it is drawn so.

Nothing is imported here: what says where a text opens up is asked without the engine, whose fonts are set before it
is loaded.
"""
