"""The window: the engine as pages in a browser, on this computer only, for whoever has no terminal habit."""
