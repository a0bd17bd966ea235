"""Tables with a row for each figure, hospital, department or period, with mapping.yaml and without."""
