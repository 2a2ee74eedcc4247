"""What people ask for by right: taken by any channel, shown in proportion who asks, answered in time, signed for."""
