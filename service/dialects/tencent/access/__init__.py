"""Who calls the Tencent dialect, whether they may, how often, and what it costs them."""

from sealstack.service.dialects.tencent.access.admission import Access, open_access, open_accounts
from sealstack.service.dialects.tencent.access.authentication import Accounts, Claim

__all__ = ["Access", "Accounts", "Claim", "open_access", "open_accounts"]
