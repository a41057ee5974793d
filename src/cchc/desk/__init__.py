"""The signed-in home, search, navigation and the year strip."""
