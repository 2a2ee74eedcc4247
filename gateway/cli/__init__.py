"""The command line: `sottovoce` and its subcommands, one file each."""
