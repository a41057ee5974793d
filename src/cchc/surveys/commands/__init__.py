"""The verbs of surveys, which need no database: a module for each thing that they are about."""
