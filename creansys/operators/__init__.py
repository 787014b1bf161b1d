"""The pages of the platform's operators: which agencies there are, how much they hold, how they fare. Never what."""
