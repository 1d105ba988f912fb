enum TEEPCodecTestsPlaceholder {}
