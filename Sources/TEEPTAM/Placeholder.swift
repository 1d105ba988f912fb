enum TEEPTAMPlaceholder {}
