"""Chinese typography that the layout engine lacks, laid into its lines without adding a character to the text.

characters   which characters are Han, full width, opening or closing
spacing      where a text opens or closes up, in em: pure, cached
shaping      a text handed to Pango with that spacing
justified    a line stretched evenly between Han instead of in its few spaces
"""
