"""terminal: a conversation in a terminal, for editors and tests; proof that Haven is not tied to one messenger."""
