"""What an auditor calls."""
