"""Every stored field, declared once: class, purpose, basis, retention, region. Importing this package declares them."""

from privacy.declared import rows

__all__ = ["rows"]
