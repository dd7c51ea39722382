"""Pages of the ledger: the present head, earlier ones, and proof for whoever is entitled."""
