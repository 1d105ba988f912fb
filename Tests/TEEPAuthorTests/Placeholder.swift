enum TEEPAuthorTestsPlaceholder {}
