"""The frames of seals with corners: proposed, then fitted."""
