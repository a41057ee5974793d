"""Legal documents that a text cites (`cited`), the annexes it says it has (`annexes`), and where two citations of one
document contradict each other (`contradictions`)."""
