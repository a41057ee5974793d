"""The round under load: a prepared installation, browsers without a window, pages to measure against."""
