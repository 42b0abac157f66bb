"""The graph shown to a person: one offline page and one picture, from the same positions and the same marks."""
