"""The archive for programs: JSON at the addresses of pages, suggestions, files, feeds, descriptions."""
