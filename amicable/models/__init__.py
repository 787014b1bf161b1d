"""The amicable stage: cycles as data, the claims that run through them, what is done, agreed and contested."""

from amicable.models.arrangements import (
    By,
    Complaint,
    Confirmation,
    Dispute,
    Instalment,
    PaperRequest,
    Plan,
    PlanLimits,
    Promise,
    Way,
)
from amicable.models.insurance import InsurancePolicy, InsuredClaim, InsurerPayment
from amicable.models.policy import Action, PayerProfile, Policy, PolicyVersion, Run, Step
from amicable.models.queue import QueueEntry
from amicable.models.tracing import Enquiry, Look, Tracing

__all__ = [
    "Action",
    "By",
    "Complaint",
    "Confirmation",
    "Dispute",
    "Enquiry",
    "Instalment",
    "InsurancePolicy",
    "InsuredClaim",
    "InsurerPayment",
    "Look",
    "PaperRequest",
    "PayerProfile",
    "Plan",
    "PlanLimits",
    "Policy",
    "PolicyVersion",
    "Promise",
    "QueueEntry",
    "Run",
    "Step",
    "Tracing",
    "Way",
]
