"""The peers: bots written as their libraries' documentation shows, saying Haven's words with Haven's buttons."""
