"""What a person sees: a reading on the terminal or as a page, many as one record, and why a record is there.

`view.py` says what is shown, in which order and in which words; `terminal.py` and `html.py` only draw it.
"""
