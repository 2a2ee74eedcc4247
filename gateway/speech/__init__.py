"""The speech process: Whisper and Piper in a process of their own, and the way to it."""
