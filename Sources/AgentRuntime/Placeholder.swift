enum AgentRuntimePlaceholder {}
