"""What the archive answers + SearchState -> what each page shows: values only, templates print them."""
