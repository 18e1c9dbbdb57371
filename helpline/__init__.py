"""What a helpline does, whatever the messenger, browser or database: the core."""
