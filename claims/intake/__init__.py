"""From rows of a creditor's file to claims: judged one by one, loaded together."""
