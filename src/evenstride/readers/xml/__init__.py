"""What the formats written in XML share: a hardened parser, samples, and an activity built of them."""
