"""From where reports come to the reader: one module a kind of source, each giving `ReportText`s."""
