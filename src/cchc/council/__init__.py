"""The council: its sessions with agenda, decisions, votes and minutes, and the act that makes points final."""
