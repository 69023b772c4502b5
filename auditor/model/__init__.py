"""The nouns: frozen values without behaviour beyond their own words, known to every room."""
