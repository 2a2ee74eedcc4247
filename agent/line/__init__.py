"""The line of the call in progress: how good it is, in numbers and in words."""
