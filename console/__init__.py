"""console: the pages and the API with which staff, editors and admins work, and the news that reaches them live."""
