enum AgentCryptoMbedTLSPlaceholder {}
