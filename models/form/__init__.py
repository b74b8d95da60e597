"""Reading forms: align a picture to its template, extract the fields."""
