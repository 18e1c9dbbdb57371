"""Open consoles beside people who write: how soon news comes, how fast lists open, what it takes from the bot."""
