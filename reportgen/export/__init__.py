"""Results as data: JSON by the published schemas, CSV and workbook tables."""
