"""Speech from text: Piper's voices, streamed from the first few frames on, in one process-wide session set.

voice = CachedVoice(piper.load("joe"))              # thread-safe: every lane calls the same object
voice.warm(prompts, 8000)                           # in idle time: fixed prompts cost nothing later
for pcm in voice.synthesize("Hello there.", 8000):  # s16le mono, the first piece within some 50 ms
    ...
"""
