"""Training of the learned event coder. Needs training/requirements.lock; reading reports needs none of this."""
