"""The ledger of what people agreed to: each yes with the text it was a yes to, and its end."""
