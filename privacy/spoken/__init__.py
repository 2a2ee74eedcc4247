"""Speech as it is transcribed, read as what was meant, with the way back to every original character."""
