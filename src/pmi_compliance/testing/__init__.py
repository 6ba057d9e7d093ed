"""For test suites: rule examples as tests, audits with assertions that explain themselves."""
