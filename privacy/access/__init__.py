"""Who may do what with anybody's data: nothing, unless a line of the table says so."""
