"""What users and scripts rely on, checked against the built program."""
