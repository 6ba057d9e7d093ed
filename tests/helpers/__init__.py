"""What several tests need: records, packs, forms of input, oracles."""
