enum BoardToolsPlaceholder {}
