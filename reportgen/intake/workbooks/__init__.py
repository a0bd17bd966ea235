"""Files of every format opened as sheets: values, formats and formulas, and guards against harm."""
