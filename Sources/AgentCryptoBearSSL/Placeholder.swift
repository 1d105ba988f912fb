enum AgentCryptoBearSSLPlaceholder {}
