"""The receipt of a call: what was kept, why, until when, who read it and where it went, signed."""
