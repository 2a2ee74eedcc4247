"""Speech heard: voice activity, endpoints, transcription."""

import os

# onnxruntime sends what it runs, and an id of the machine, to its maker from 1.29 on, unless told not to before it is
# loaded (microsoft/onnxruntime#27379). Nothing of a private gateway calls home.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
