enum TEEPTAMTestsPlaceholder {}
