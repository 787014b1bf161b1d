"""What a letter about a claim says, whatever its stage: who writes, for whom, what is owed, how to pay."""
