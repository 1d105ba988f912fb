enum TEEPLinkPlaceholder {}
