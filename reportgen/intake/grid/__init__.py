"""A sheet cut into tables: banners, heads, columns, sides and lines, and which official form a table is."""
