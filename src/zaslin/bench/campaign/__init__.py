"""A campaign for people to read: tables and plots of what it compares."""
