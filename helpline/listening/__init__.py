"""What Haven hears between the lines of any text: despair, danger, an age. It listens in every language at once."""
