"""How long what is kept stays, by what it is and why: rules as data, within the bounds of the policy."""
