"""The learned event coder: a small encoder that types what a marked source does to a marked target."""
