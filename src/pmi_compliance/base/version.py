"""
The version of the program, in its one place.

The build reads it here; so do `pmi_compliance.__version__`, reports and `pmi-compliance --version`.
Asking the metadata of the installation would cost more than importing the library.
"""

__version__ = "0.2.0"
