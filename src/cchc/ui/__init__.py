"""The shell of every page: base templates, tags, the page helper, own css, js and pictures."""
