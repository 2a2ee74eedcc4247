"""Calls from a browser: WebRTC legs and the little of signalling they need."""
