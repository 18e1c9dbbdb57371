"""actions: what staff do to a case, a file per verb. Each takes a reception and gives the next, or declines."""
