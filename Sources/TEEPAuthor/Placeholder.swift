enum TEEPAuthorPlaceholder {}
