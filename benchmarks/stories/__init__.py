"""Stories: how well copies and rewrites are told from reports of the same event, and what an insert costs as the archive grows."""
