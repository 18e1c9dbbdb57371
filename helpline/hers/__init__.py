"""What is hers by right and in her own hands: to read what is kept of her, to take it back, out of here, or along."""
