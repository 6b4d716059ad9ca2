"""Links that lead nowhere any more: found in what is public, asked for by the worker, and told
to those who can mend them."""
