"""What is kept of a template: keypoints, signature, and a plan of each field."""
