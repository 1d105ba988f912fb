enum TEEPHostTestsPlaceholder {}
