"""How a whole service holds out under reports, consoles and a flood: it is measured."""
