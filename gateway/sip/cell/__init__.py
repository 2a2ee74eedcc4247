"""SIP media in small processes: pjsua2 takes four calls and aborts on misuse, so it lives alone in cells."""
