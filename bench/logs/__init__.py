"""What the bench of event logs is made of: the data, our own runs, and those of the peers."""
