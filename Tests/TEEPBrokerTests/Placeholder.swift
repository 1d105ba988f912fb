enum TEEPBrokerTestsPlaceholder {}
