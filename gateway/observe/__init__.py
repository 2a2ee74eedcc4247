"""What may be seen of a running gateway: events, logs and metrics, none of which carries speech or identity."""
