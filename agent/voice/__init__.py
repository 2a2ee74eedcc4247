"""Speech from text: Piper's voices, streamed from the first few frames on, in one process-wide session set.

voice = CachedVoice(piper.load("joe"))              # thread-safe: every lane calls the same object
voice.warm(prompts, 8000)                           # in idle time: fixed prompts cost nothing later
for pcm in voice.synthesize("Hello there.", 8000):  # s16le mono, the first piece within some 50 ms
    ...
"""

import os

# onnxruntime sends what it runs, and an id of the machine, to its maker from 1.29 on, unless told not to before it is
# loaded (microsoft/onnxruntime#27379). Nothing of a private gateway calls home.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
