"""Files from outside that wait to change something: read, set against what there is, applied or given up, undone."""
