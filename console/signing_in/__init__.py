"""The way in: the pages and calls of signing in, joining, stepping up and signing out."""
