enum FirmwareTestsPlaceholder {}
