enum TEEPHostPlaceholder {}
