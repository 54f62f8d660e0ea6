//! Statistical disclosure control: which cells of a table of people may be shown.
