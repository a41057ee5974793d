"""The portal: public pages and open data of what was released; anonymous, and told from releases alone."""
