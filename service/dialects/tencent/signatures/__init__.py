"""Who sent a request: the signature methods of the Tencent Cloud API 3.0, read and verified.

Nothing here knows accounts, a database or a clock: the caller brings the secret key and the time.
The order in which the public gateway checks is

1. `require_common_parameters` - what every signed request carries is there;
2. `read_signature` - the signature is well formed and names a SecretId;
3. `check_timestamp` - it was made within 300 seconds of now;
4. `check_signature` - it was made with that SecretId's key, over this request.
"""

from sealstack.service.dialects.tencent.signatures.request import SignedRequest
from sealstack.service.dialects.tencent.signatures.verification import (
    Signature,
    check_signature,
    check_timestamp,
    read_signature,
    require_common_parameters,
)

__all__ = [
    "Signature",
    "SignedRequest",
    "check_signature",
    "check_timestamp",
    "read_signature",
    "require_common_parameters",
]
