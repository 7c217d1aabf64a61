"""How actors are found: names, offices, coreference."""
