enum TEEPLinkTestsPlaceholder {}
