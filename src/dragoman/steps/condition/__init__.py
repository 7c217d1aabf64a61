"""How conditions are found: shapes, parts, gate."""
