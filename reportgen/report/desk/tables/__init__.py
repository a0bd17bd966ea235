"""Tables and drawings as views give them: figures, answers, columns, official documents, captions of drawings."""
