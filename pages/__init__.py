"""Pages that a contact opens in her own browser, and the file she takes along from there."""
