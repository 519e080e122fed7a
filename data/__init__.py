"""Everything that is not a screen; runs without Dash, Plotly or a browser."""
