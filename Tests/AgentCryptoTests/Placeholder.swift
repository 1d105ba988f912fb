enum AgentCryptoTestsPlaceholder {}
