read=read_panel=read_paths=None
