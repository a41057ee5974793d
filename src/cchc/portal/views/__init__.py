"""The pages of the portal: functions of an edition, an address and a query, in the table `pages.PAGES`."""
