"""The pages about money: the fee of a journey, what the office does with it, its papers, and all invoices."""
