"""Third parties that words may go to: a register of agreements, and the gate that nothing passes without one."""
