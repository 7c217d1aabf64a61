"""How well the reader reads, measured on annotated reports and on public benchmarks: one module a benchmark."""
