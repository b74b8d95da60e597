"""Files by URL: addresses that may be asked, connections, S3."""
