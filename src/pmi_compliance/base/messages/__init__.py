"""What is said where something is wrong, in both languages: one catalogue, a module for each part of the library."""
