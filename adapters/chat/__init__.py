"""What Slack and Teams share: who is who, caps, what is held, words as such."""
