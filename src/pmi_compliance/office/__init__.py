"""An office's own work: figures, referrals, readiness, scorecards, self-checks."""
