enum TEEPTestSupportPlaceholder {}
