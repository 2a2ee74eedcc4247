"""The SIP edge: the one place every SIP message passes, between callers and the cells that answer them."""
