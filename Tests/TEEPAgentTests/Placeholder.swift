enum TEEPAgentTestsPlaceholder {}
