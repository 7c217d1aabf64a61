"""The ledger: readings kept on disk, and what is asked of them."""
