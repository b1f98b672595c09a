"""One module for each revision; there is no way back but a backup."""
