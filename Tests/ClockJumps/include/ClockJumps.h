// Nothing is called by name: preloading the library is all.
