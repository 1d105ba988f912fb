enum TEEPBrokerPlaceholder {}
