"""What is done with the public pages: feedback is taken in and moderated, boundaries are put in force."""
