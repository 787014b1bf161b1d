"""The amicable stage: cycles as data, the claims that run through them, what is done and to be done."""

from amicable.models.policy import Action, PayerProfile, Policy, PolicyVersion, Run, Step

__all__ = ["Action", "PayerProfile", "Policy", "PolicyVersion", "Run", "Step"]
